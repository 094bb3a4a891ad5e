import { describe, expect, it } from '@jest/globals';
import { putLayerSchema, type Layer } from '../../../../libs/contract/src/index.js';
import { bodyOf, differences, draftOf, errorsByPart, mergeDrafts, type LayerDraft } from './layer-draft.js';

type Said = Pick<Layer, 'settings' | 'locks' | 'lockReasons' | 'note' | 'expiresAt'>;
const NOTHING: Said = { settings: {}, locks: [], lockReasons: {}, note: null, expiresAt: null };
const layerOf = (some: Partial<Said>): Said => ({ ...NOTHING, ...some });
const withKey = (draft: LayerDraft, key: keyof LayerDraft['keys'], change: object): LayerDraft => ({
  ...draft,
  keys: { ...draft.keys, [key]: { ...draft.keys[key], ...change } },
});

describe('a layer that is edited and left as it was', () => {
  it.each<[string, Said]>([
    ['nothing', NOTHING],
    ['values of every kind', layerOf({ settings: { enabled: false, heartbeatIntervalDays: 7, mode: 'CSP' } })],
    ['device defaults', layerOf({ settings: { heartbeatIntervalDays: null, proxy: null } })],
    ['no proxy', layerOf({ settings: { proxy: 'none' } })],
    ['a proxy by address', layerOf({ settings: { proxy: { address: '10.1.9.9', port: 3128 } } })],
    ['a proxy by service', layerOf({ settings: { proxy: { service: 'egress', port: 80 } } })],
    ['a lock of a key that it does not set', layerOf({ locks: ['mode'], lockReasons: { mode: 'audit' } })],
    ['note and end', layerOf({ note: 'PAY-412', expiresAt: '2027-03-31T00:00:00Z' })],
  ])('is saved the same: %s', (_, layer) => {
    const body = bodyOf(draftOf(layer));
    expect(body).toEqual(layer);
    expect(putLayerSchema.safeParse(body).success).toBe(true);
  });
});

describe('what cannot be a value', () => {
  it.each([
    ['a word for a number', 'heartbeatIntervalDays', { text: 'weekly' }],
    ['nothing for a number', 'heartbeatIntervalDays', { text: '' }],
    ['nothing for a port', 'proxy', { proxyForm: 'address', text: '10.0.0.1', port: '' }],
  ] as const)('never becomes the device default: %s', (_, key, change) => {
    const body = bodyOf(withKey(draftOf(NOTHING), key, { choice: 'set', ...change }));
    expect(body.settings[key]).not.toBeNull();
    expect(putLayerSchema.safeParse(JSON.parse(JSON.stringify(body))).success).toBe(false);
  });
});

describe('mergeDrafts', () => {
  const base = draftOf(layerOf({ settings: { mode: 'Default', heartbeatIntervalDays: 7 } }));
  const theirs = withKey(base, 'heartbeatIntervalDays', { text: '14' });

  it('keeps mine, takes theirs where I changed nothing, and finds no clash', () => {
    const mine = withKey(base, 'mode', { text: 'CSP' });
    const { draft, clashes } = mergeDrafts({ base, mine, theirs });
    expect(bodyOf(draft).settings).toEqual({ mode: 'CSP', heartbeatIntervalDays: 14 });
    expect(clashes).toEqual([]);
  });

  it('names what both changed, and lets mine stand there', () => {
    const mine = withKey(base, 'heartbeatIntervalDays', { text: '5' });
    const { draft, clashes } = mergeDrafts({ base, mine, theirs });
    expect(clashes).toEqual(['heartbeatIntervalDays']);
    expect(bodyOf(draft).settings).toEqual({ mode: 'Default', heartbeatIntervalDays: 5 });
  });

  it('sees no clash where both changed it alike', () => {
    expect(mergeDrafts({ base, mine: theirs, theirs }).clashes).toEqual([]);
  });
});

describe('differences', () => {
  it('does not count what was typed and hidden again', () => {
    const base = draftOf(NOTHING);
    expect(differences(base, withKey(base, 'emailAddress', { text: 'a@b.example', lockReason: 'why' }))).toEqual([]);
    expect(differences(base, { ...base, note: 'new' })).toEqual(['note']);
  });
});

describe('errorsByPart', () => {
  it('puts each refusal beside its field, and the rest at the top', () => {
    const error = (pointer: string, detail: string) => ({ pointer, code: 'x', detail });
    const errors = [
      error('/settings/proxy/port', 'a proxy needs its port'),
      error('/settings/proxy', 'it is incomplete'),
      error('/lockReasons/mode', 'too long'),
      error('/expiresAt', 'in the past'),
      error('/elsewhere', 'odd'),
    ];
    expect(errorsByPart(errors)).toEqual({
      proxy: 'a proxy needs its port; it is incomplete',
      mode: 'too long',
      expiresAt: 'in the past',
      '': 'odd',
    });
  });
});
