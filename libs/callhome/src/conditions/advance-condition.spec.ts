import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advanceCondition } from './advance-condition.js';
import type { ConditionMemory, ConditionState } from './advance-condition.js';
import { conditionDedupeKey } from './condition-dedupe-key.js';
import type { FindingState } from './finding.js';

const memory = (state: ConditionState, occurrences = 0, lastEpochId: string | null = null): ConditionMemory => ({
  state,
  occurrences,
  lastEpochId,
});
type Expected = [next: ConditionMemory, occurrence: boolean, deliveryDue: boolean];

describe('advanceCondition, in epoch e2', () => {
  it.each<[says: string, current: ConditionMemory | null, finding: FindingState, expected: Expected]>([
    ['is well at first sight', null, 'ok', [memory('ok'), false, false]],
    ['fails at first sight', null, 'active', [memory('active', 1, 'e2'), true, true]],
    ['cannot be told at first sight', null, 'unknown', [memory('unknown'), false, false]],
    ['fails', memory('ok'), 'active', [memory('active', 1, 'e2'), true, true]],
    ['fails after it could not be told', memory('unknown'), 'active', [memory('active', 1, 'e2'), true, true]],
    ['is still failing', memory('active', 1, 'e2'), 'active', [memory('active', 1, 'e2'), false, false]],
    ['is over', memory('active', 1, 'e2'), 'ok', [memory('cleared', 1, 'e2'), false, false]],
    ['stays over in this epoch', memory('cleared', 1, 'e2'), 'ok', [memory('cleared', 1, 'e2'), false, false]],
    [
      'fails again in this epoch: counted, no delivery',
      memory('cleared', 1, 'e2'),
      'active',
      [memory('active', 2, 'e2'), true, false],
    ],
    [
      'stays active while it cannot be told',
      memory('active', 1, 'e2'),
      'unknown',
      [memory('active', 1, 'e2'), false, false],
    ],
    ['is not well while it cannot be told', memory('ok'), 'unknown', [memory('unknown'), false, false]],
    [
      'is over, having been unreadable in between',
      memory('unknown', 1, 'e2'),
      'ok',
      [memory('cleared', 1, 'e2'), false, false],
    ],
    [
      'is still failing after a restart: armed again',
      memory('active', 1, 'e1'),
      'active',
      [memory('active', 2, 'e2'), true, true],
    ],
    ['fails again after a restart', memory('cleared', 1, 'e1'), 'active', [memory('active', 2, 'e2'), true, true]],
    ['is over after a restart', memory('active', 1, 'e1'), 'ok', [memory('cleared', 1, 'e1'), false, false]],
    ['is simply well in the epoch after', memory('cleared', 1, 'e1'), 'ok', [memory('ok', 1, 'e1'), false, false]],
    ['applies now and did not before', memory('not-applicable'), 'active', [memory('active', 1, 'e2'), true, true]],
  ])('a condition %s', (_says, current, state, [next, occurrence, deliveryDue]) => {
    expect(advanceCondition(current, { state }, 'e2')).toEqual({ next, occurrence, deliveryDue });
  });

  const readings = fc.array(fc.constantFrom<FindingState>('ok', 'active', 'unknown'), { maxLength: 8 });

  it('asks for one delivery per epoch in which it fails, and for none in any other', () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 5 }), (epochs) => {
        let current: ConditionMemory | null = null;
        for (const [i, findings] of epochs.entries()) {
          let due = 0;
          for (const state of findings) {
            const advance = advanceCondition(current, { state }, `e${i}`);
            due += Number(advance.deliveryDue);
            current = advance.next;
          }
          expect(due).toBe(findings.includes('active') ? 1 : 0);
        }
      }),
    );
  });

  it('neither raises nor clears by not being able to tell, however often', () => {
    fc.assert(
      fc.property(readings, (findings) => {
        const walk = (states: readonly FindingState[]) =>
          states.reduce<{ last: ConditionMemory | null; occurred: number }>(
            ({ last, occurred }, state) => {
              const { next, occurrence } = advanceCondition(last, { state }, 'e1');
              return { last: next, occurred: occurred + Number(occurrence) };
            },
            { last: null, occurred: 0 },
          );
        const told = findings.filter((state) => state !== 'unknown');
        expect(walk(findings).occurred).toBe(walk(told).occurred);
        expect(walk(findings).last?.state === 'active').toBe(walk(told).last?.state === 'active');
      }),
    );
  });
});

describe('conditionDedupeKey', () => {
  it('is readable, and escapes what would make two keys one', () => {
    const key = { applianceId: 'app_1', code: 'hard-disk-error', component: 'disk/4', epochId: 'boot_1' } as const;
    expect(conditionDedupeKey(key)).toBe('condition|app_1|hard-disk-error|disk/4|boot_1');
    expect(conditionDedupeKey({ ...key, component: 'a|b%' })).toBe('condition|app_1|hard-disk-error|a%7Cb%25|boot_1');
  });

  it('is the same only for the same occurrence', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '|', '%', '7', 'C'), maxLength: 5 });
    const key = fc.record({
      applianceId: part,
      code: fc.constantFrom('hard-disk-error' as const, 'warm-restart' as const),
      component: part,
      epochId: part,
    });
    fc.assert(
      fc.property(key, key, (a, b) => {
        const same = Object.entries(a).every(([name, value]) => b[name as keyof typeof b] === value);
        expect(conditionDedupeKey(a) === conditionDedupeKey(b)).toBe(same);
      }),
      { numRuns: 500 },
    );
  });
});
