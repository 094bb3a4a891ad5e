import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acknowledgementAfter, mayAcknowledge } from './acknowledgement.js';
import { CONDITION_STATES } from './advance-condition.js';
import type { ConditionState } from './advance-condition.js';
import { maintenanceUntil } from './maintenance-window.js';
import type { MaintenanceWindow } from './maintenance-window.js';
import { silencedUntil } from './silence.js';
import type { ConditionPlace, SilencedThing } from './silence.js';

const NOW = 1_000_000;
const PLACE: ConditionPlace = {
  applianceId: 'app_1',
  code: 'hard-disk-error',
  component: 'disk/4',
  scopes: ['fleet', 'site:paris', 'host:app_1'],
};
const KEY = { kind: 'condition', applianceId: 'app_1', code: 'hard-disk-error', component: 'disk/4' } as const;

describe('silencedUntil', () => {
  it.each<[says: string, of: SilencedThing, covers: boolean]>([
    ['the condition key', KEY, true],
    ['another component', { ...KEY, component: 'disk/3' }, false],
    ['another condition', { ...KEY, code: 'ssl-card-failure' }, false],
    ['the same key on another appliance', { ...KEY, applianceId: 'app_2' }, false],
    ['the appliance', { kind: 'appliance', applianceId: 'app_1' }, true],
    ['another appliance', { kind: 'appliance', applianceId: 'app_2' }, false],
    ['its site', { kind: 'scope', scope: 'site:paris' }, true],
    ['the fleet', { kind: 'scope', scope: 'fleet' }, true],
    ['another site', { kind: 'scope', scope: 'site:lyon' }, false],
  ])('covers a condition or not: %s', (_says, of, covers) => {
    expect(silencedUntil(PLACE, [{ of, untilMs: NOW + 1 }], NOW)).toBe(covers ? NOW + 1 : null);
  });

  it.each([
    ['ends at its very end', [NOW], null],
    ['is over behind it', [NOW - 1], null],
    ['lasts until the latest end', [NOW + 5, NOW + 9, NOW - 3, NOW + 7], NOW + 9],
    ['is none where there is none', [], null],
  ])('%s', (_says, ends, until) => {
    const silences = ends.map((untilMs) => ({ of: KEY, untilMs }));
    expect(silencedUntil(PLACE, silences, NOW)).toBe(until);
  });
});

describe('maintenanceUntil', () => {
  const window = (fromMs: number, untilMs: number, applianceId = 'app_1'): MaintenanceWindow => ({
    applianceId,
    fromMs: NOW + fromMs,
    untilMs: NOW + untilMs,
  });
  it.each<[says: string, windows: MaintenanceWindow[], inMs: number | null]>([
    ['there is none', [], null],
    ['it is under way', [window(-5, 5)], 5],
    ['it begins now', [window(0, 5)], 5],
    ['it ends now', [window(-5, 0)], null],
    ['it is still to come', [window(1, 5)], null],
    ['it is that of another appliance', [window(-5, 5, 'app_2')], null],
    ['two overlap', [window(3, 9), window(-5, 5)], 9],
    ['two touch', [window(5, 9), window(-5, 5)], 9],
    ['there is a gap', [window(6, 9), window(-5, 5)], 5],
    ['one lies within another', [window(-5, 9), window(-4, 5)], 9],
  ])('says when it ends: %s', (_says, windows, inMs) => {
    expect(maintenanceUntil('app_1', windows, NOW)).toBe(inMs === null ? null : NOW + inMs);
  });

  it('is asked in any order of windows', () => {
    const windows = fc.array(
      fc.tuple(fc.integer({ min: -20, max: 20 }), fc.nat(20)).map(([from, ms]) => window(from, from + ms)),
    );
    fc.assert(
      fc.property(windows, (all) => {
        expect(maintenanceUntil('app_1', all.toReversed(), NOW)).toBe(maintenanceUntil('app_1', all, NOW));
      }),
    );
  });
});

describe('acknowledgementAfter', () => {
  const given = { by: 'usr_1', note: 'drive ordered', atMs: NOW };
  const LEFT: readonly ConditionState[] = ['active', 'unknown'];
  it.each(CONDITION_STATES)('ends with the condition: %s', (state) => {
    expect(acknowledgementAfter(given, state)).toEqual(LEFT.includes(state) ? given : null);
    expect(acknowledgementAfter(null, state)).toBeNull();
    expect(mayAcknowledge(state)).toBe(state === 'active');
  });
});
