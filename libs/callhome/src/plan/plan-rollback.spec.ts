import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LayerSet } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import { afterSteps } from './after-steps.js';
import { anyObserved, anySet } from './any-reading.fake.js';
import { appliedAfter } from './applied-after.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { planRollback } from './plan-rollback.js';
import { planSettings } from './plan-settings.js';
import { ADDRESS, SERVICE, fleet, observed } from './readings.fake.js';
import { renderSteps } from './render-steps.js';

const END = { at: '2026-11-23T14:00:00Z', rolloutId: 'rol_1' };
const SAVE = 'save ns config';

/** A rollout of some settings on an appliance, then a hand at it, then the rollback. */
function rolledBack(set: LayerSet, given: Partial<ObservedCallHome>, since: Partial<ObservedCallHome> = {}) {
  const before = observed(given);
  const { changes, steps } = planSettings(fleet(set), before);
  const read = afterSteps(before, steps);
  const applied = appliedAfter({}, { asked: changes, read, ...END });
  return planRollback({ changes, before, shows: { ...read, ...since }, saveConfig: 'when-clean', applied });
}

describe('planRollback', () => {
  it.each<[says: string, set: LayerSet, given: Partial<ObservedCallHome>, commands: string[]]>([
    [
      'sets what was set',
      { emailAddress: 'b@x.example' },
      { emailAddress: 'a@x.example' },
      ['set callhome -emailAddress a@x.example', SAVE],
    ],
    ['clears what was not set', { emailAddress: 'b@x.example' }, {}, ['unset callhome -emailAddress', SAVE]],
    [
      'clears a proxy where none was',
      { proxy: ADDRESS },
      {},
      ['set callhome -proxyMode NO', 'unset callhome -IPAddress -port', SAVE],
    ],
    [
      'puts the other form of a proxy back',
      { proxy: ADDRESS },
      { proxy: SERVICE },
      [
        'set callhome -proxyMode NO',
        'unset callhome -IPAddress -port',
        'set callhome -proxyMode YES -proxyAuthService px -port 8080',
        SAVE,
      ],
    ],
    [
      'sets the interval that was given back to the build',
      { heartbeatIntervalDays: null },
      { heartbeatIntervalDays: 14 },
      ['set callhome -hbCustomInterval 14', SAVE],
    ],
    ['switches off what was off', {}, { enabled: false }, ['disable ns feature CH', SAVE]],
    ['does nothing where nothing was changed', {}, {}, []],
  ])('%s', (_says, set, given, commands) => {
    const plan = rolledBack(set, given);
    expect(renderSteps(plan.steps)).toEqual(commands);
    expect(plan.conflicts).toEqual([]);
  });

  it('names what it gives back, from what is shown to what was there, and counts what it takes away', () => {
    const plan = rolledBack({ proxy: ADDRESS, mode: 'CSP' }, { mode: 'Connector' });
    expect(plan.changes).toEqual([
      { key: 'mode', from: 'CSP', to: 'Connector', source: 'fleet' },
      { key: 'proxy', from: ADDRESS, to: 'none', source: 'fleet' },
    ]);
    expect(plan.removals).toBe(1);
  });

  it.each<
    [says: string, set: LayerSet, given: Partial<ObservedCallHome>, since: Partial<ObservedCallHome>, because: string]
  >([
    ['somebody changed it', { mode: 'CSP' }, {}, { mode: 'Connector' }, 'changed-since'],
    ['somebody set what had been cleared', { proxy: 'none' }, { proxy: SERVICE }, { proxy: ADDRESS }, 'changed-since'],
    ['it cannot be read now', { mode: 'CSP' }, {}, { mode: null }, 'not-readable'],
    ['its old word cannot be written', { mode: 'CSP' }, { mode: 'Turbo' }, {}, 'cannot-be-written'],
    [
      'its old text cannot be written',
      { emailAddress: 'a@x.example' },
      { emailAddress: '"a b"@x.example' },
      {},
      'cannot-be-written',
    ],
    [
      'somebody changed the interval after it was given back',
      { heartbeatIntervalDays: null },
      { heartbeatIntervalDays: 14 },
      { heartbeatIntervalDays: 9 },
      'changed-since',
    ],
  ])('leaves a key alone when %s', (_says, set, given, since, because) => {
    const plan = rolledBack(set, given, since);
    expect(plan.steps).toEqual([]);
    expect(plan.conflicts.map((each) => each.because)).toEqual([because]);
    expect(plan.warnings).toHaveLength(1);
  });

  it('cannot tell a default of the build without the record of it', () => {
    const before = observed({ heartbeatIntervalDays: 14 });
    const { changes } = planSettings(fleet({ heartbeatIntervalDays: null }), before);
    const plan = planRollback({ changes, before, shows: observed(), saveConfig: 'always' });
    expect(plan.conflicts).toEqual([
      { key: 'heartbeatIntervalDays', because: 'cannot-tell', applied: null, shows: 7, before: 14 },
    ]);
  });

  it('gives the other keys back beside one that somebody changed', () => {
    const plan = rolledBack({ mode: 'CSP', proxy: ADDRESS }, {}, { mode: 'Connector' });
    expect(plan.changes.map(({ key }) => key)).toEqual(['proxy']);
    expect(plan.conflicts).toEqual([
      { key: 'mode', because: 'changed-since', applied: 'CSP', shows: 'Connector', before: 'Default' },
    ]);
  });

  it('needs nothing where somebody has put the old value back', () => {
    const plan = rolledBack({ mode: 'CSP' }, {}, { mode: 'Default' });
    expect([plan.steps, plan.conflicts, plan.alreadyBack]).toEqual([[], [], ['mode']]);
  });

  it("does not save over somebody else's changes", () => {
    const plan = rolledBack({ mode: 'CSP' }, {}, { unsaved: true });
    expect(plan.steps).toEqual([{ kind: 'setMode', mode: 'Default' }]);
    expect(plan.warnings).toEqual([expect.stringMatching(/somebody else's/)]);
  });

  it('shows what was before for every key without conflict, and leaves every other as it is', () => {
    fc.assert(
      fc.property(anySet, anyObserved, anyObserved, fc.subarray([...PUSHED_KEYS]), (set, before, hand, touched) => {
        const { changes, steps } = planSettings(fleet(set), before);
        const read = afterSteps(before, steps);
        const applied = appliedAfter({}, { asked: changes, read, ...END });
        const shows = { ...read, ...Object.fromEntries(touched.map((key) => [key, hand[key]])) };
        const plan = planRollback({ changes, before, shows, saveConfig: 'always', applied });

        const after = afterSteps(shows, plan.steps);
        const left = plan.conflicts.map(({ key }) => key);
        for (const key of PUSHED_KEYS) {
          const isBack = changes.some((change) => change.key === key) && !left.includes(key);
          expect(after[key]).toEqual(isBack ? before[key] : shows[key]);
        }
        // What nobody touched and can be written is never left behind.
        const mine = changes.filter(({ key, from }) => !touched.includes(key) && from !== 'Other');
        expect(mine.filter(({ key }) => left.includes(key))).toEqual([]);
        const accounted = [...plan.changes.map(({ key }) => key), ...plan.alreadyBack, ...left];
        expect(accounted.toSorted()).toEqual(changes.map(({ key }) => key).toSorted());
      }),
    );
  });
});
