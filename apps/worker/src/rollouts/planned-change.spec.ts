import { describe, expect, it } from '@jest/globals';
import type { ObservedCallHome, SettingChange, Step } from '../../../../libs/callhome/src/index.js';
import type { SentCommand } from '../../../../libs/persistence/src/index.js';
import { isSaved, madeBy, saveRule, todoOf, type ChangeFacts } from './planned-change.js';

const SEEN: ObservedCallHome = {
  enabled: true,
  emailAddress: 'old@x.example',
  heartbeatIntervalDays: 20,
  mode: null,
  proxy: { address: '192.0.2.1', port: 80 },
  proxyResidue: [],
  uploadAlarm: null,
  unsaved: false,
  shown: ['enabled', 'emailAddress', 'heartbeatIntervalDays', 'proxy'],
  release: '13.1',
};
const EMAIL: SettingChange = { key: 'emailAddress', from: 'old@x.example', to: 'new@x.example', source: 'fleet' };
const CLEAR: SettingChange = { key: 'heartbeatIntervalDays', from: 20, to: null, source: 'fleet' };
const PROXY: SettingChange = { key: 'proxy', from: SEEN.proxy, to: { service: 'svc', port: 80 }, source: 'fleet' };
const SAVE: Step = { kind: 'save' };

const sent = (key: SentCommand['key'], ok: boolean | null, command = `set ${key}`): SentCommand => ({
  ...{ command, key, ok, answer: null, at: '2026-01-01T00:00:00Z', undoing: false },
});
const facts = (changes: SettingChange[], now: Partial<ChangeFacts>): ChangeFacts => ({
  planned: { changes, steps: [SAVE], observed: SEEN },
  ...{ commands: [], before: null, made: [], shows: SEEN, applied: {} },
  ...now,
});
const UNSET = 'unset callhome -hbCustomInterval';

describe('todoOf', () => {
  it.each<[string, ChangeFacts, { conflicts?: string[]; unreadable?: string[]; steps: string[] }]>([
    ['writes what shows what the plan saw', facts([EMAIL], {}), { steps: ['setEmail'] }],
    [
      'writes nothing where the value is there already',
      facts([EMAIL], { shows: { ...SEEN, emailAddress: 'new@x.example' } }),
      { steps: [] },
    ],
    [
      'finds the value of somebody else',
      facts([EMAIL], { shows: { ...SEEN, emailAddress: 'who@x.example' } }),
      { conflicts: ['emailAddress'], steps: ['setEmail'] },
    ],
    [
      'finds the value of somebody else also where we have written before',
      facts([EMAIL], {
        commands: [sent('emailAddress', true)],
        before: SEEN,
        shows: { ...SEEN, emailAddress: 'who@x.example' },
      }),
      { conflicts: ['emailAddress'], steps: ['setEmail'] },
    ],
    [
      'takes a value that was read back after an earlier attempt for ours',
      facts([EMAIL], {
        commands: [sent('emailAddress', true)],
        before: SEEN,
        made: [{ ...EMAIL, to: 'NEW@x.example' }],
        shows: { ...SEEN, emailAddress: 'NEW@x.example' },
      }),
      { steps: ['setEmail'] },
    ],
    [
      'says what cannot be read any more',
      facts([CLEAR], { shows: { ...SEEN, heartbeatIntervalDays: null } }),
      { unreadable: ['heartbeatIntervalDays'], steps: [] },
    ],
    ['asks for the default of the build', facts([CLEAR], {}), { steps: ['clearHeartbeat'] }],
    [
      'does not ask for it again once that was answered, though the default is what was there',
      facts([CLEAR], { commands: [sent('heartbeatIntervalDays', true, UNSET)], before: SEEN }),
      { steps: [] },
    ],
    [
      'does not ask for it again where the answer was lost and the value is another',
      facts([CLEAR], {
        commands: [sent('heartbeatIntervalDays', null, UNSET)],
        before: SEEN,
        shows: { ...SEEN, heartbeatIntervalDays: 7 },
      }),
      { steps: [] },
    ],
    [
      'asks for it again where the answer was lost and nothing has changed',
      facts([CLEAR], { commands: [sent('heartbeatIntervalDays', null, UNSET)], before: SEEN }),
      { steps: ['clearHeartbeat'] },
    ],
    ['clears one form of a proxy before it sets the other', facts([PROXY], {}), { steps: ['clearProxy', 'setProxy'] }],
    [
      'goes on where a proxy of ours is half done',
      facts([PROXY], {
        commands: [sent('proxy', true)],
        before: SEEN,
        shows: { ...SEEN, proxy: 'none', proxyResidue: [] },
      }),
      { steps: ['setProxy'] },
    ],
    [
      'takes a proxy that somebody switched off for his',
      facts([PROXY], { shows: { ...SEEN, proxy: 'none', proxyResidue: [] } }),
      { conflicts: ['proxy'], steps: ['setProxy'] },
    ],
  ])('%s', (_says, given, { conflicts = [], unreadable = [], steps }) => {
    const todo = todoOf(given);
    expect({ ...todo, steps: todo.steps.map(({ kind }) => kind) }).toEqual({ conflicts, unreadable, steps });
  });
});

describe('madeBy', () => {
  const shows = { ...SEEN, emailAddress: 'new@x.example', heartbeatIntervalDays: 30 };
  const planned = { changes: [EMAIL, CLEAR], steps: [], observed: SEEN };
  const commands = [sent('emailAddress', true)];

  it('names what was sent and shows another value than before, with the value that was read', () => {
    const both = [...commands, sent('heartbeatIntervalDays', null)];
    expect(madeBy({ planned, commands, before: SEEN }, shows).map(({ key }) => key)).toEqual(['emailAddress']);
    expect(madeBy({ planned, commands: both, before: SEEN }, shows)[1]).toMatchObject({ from: 20, to: 30 });
    expect(madeBy({ planned, commands: both, before: SEEN }, SEEN)).toEqual([]);
  });

  it('goes by what was sent where nothing could be read', () => {
    expect(madeBy({ planned, commands, before: SEEN }, null)).toEqual([EMAIL]);
  });

  it('keeps what we asked for where somebody else has changed it since', () => {
    const now = { ...SEEN, emailAddress: 'who@x.example' };
    expect(madeBy({ planned, commands, before: SEEN }, now, ['emailAddress'])).toEqual([EMAIL]);
  });
});

describe('saveRule', () => {
  it.each([
    ['a plan without a save never saves', [], false, 'never'],
    ['a plan with a save saves unless somebody else has unsaved changes', [SAVE], false, 'when-clean'],
    ['a plan that was made to save beside such changes does so', [SAVE], true, 'always'],
  ] as const)('%s', (_says, steps, unsaved, expected) => {
    expect(saveRule({ changes: [], steps: [...steps], observed: { ...SEEN, unsaved } })).toBe(expected);
  });
});

describe('isSaved', () => {
  const wrote = sent('emailAddress', true);
  it.each<[string, SentCommand[], boolean | null, boolean]>([
    ['after no save', [wrote], false, false],
    ['after a save that was answered', [wrote, sent(null, true)], null, true],
    ['after a save that was refused', [wrote, sent(null, false)], false, false],
    ['after a save without an answer, by what the appliance says', [wrote, sent(null, null)], false, true],
    ['after a save without an answer that came to nothing', [wrote, sent(null, null)], true, false],
    ['when a setting was written after the save', [sent(null, true), wrote], false, false],
  ])('%s', (_says, commands, unsaved, expected) => {
    expect(isSaved(commands, { undoing: false, unsaved })).toBe(expected);
  });
});
