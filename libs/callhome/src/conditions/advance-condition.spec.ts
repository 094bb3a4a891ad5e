import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advanceCondition } from './advance-condition.js';
import type { ConditionMemory, ConditionSignal, ConditionState } from './advance-condition.js';
import { conditionDedupeKey } from './condition-dedupe-key.js';
import { CONDITION_CODES } from './condition-table.js';
import type { FindingState } from './finding.js';
import { hysteresisOf } from './hysteresis.js';

const memory = (state: ConditionState, occurrences = 0, lastEpochId: string | null = null): ConditionMemory => ({
  state,
  occurrences,
  lastEpochId,
  streak: null,
});
const FLASH = { code: 'compact-flash-error' } as const;
const MEMORY = { code: 'memory-anomaly', source: 'statistics' } as const;
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
    expect(advanceCondition(current, { ...FLASH, state }, 'e2')).toEqual({ next, occurrence, deliveryDue });
  });

  const readings = fc.array(fc.constantFrom<FindingState>('ok', 'active', 'unknown'), { maxLength: 8 });

  it('asks for one delivery per epoch in which it fails, and for none in any other', () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 5 }), (epochs) => {
        let current: ConditionMemory | null = null;
        for (const [i, findings] of epochs.entries()) {
          let due = 0;
          for (const state of findings) {
            const advance = advanceCondition(current, { ...FLASH, state }, `e${i}`);
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
              const { next, occurrence } = advanceCondition(last, { ...FLASH, state }, 'e1');
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

type Letter = 'a' | 'o' | 'u' | 'n';
const STATE_OF: Readonly<Record<Letter, FindingState>> = {
  a: 'active',
  o: 'ok',
  u: 'unknown',
  n: 'not-applicable',
};
const SHORT: Readonly<Record<ConditionState, string>> = {
  active: 'A',
  ok: 'O',
  cleared: 'C',
  unknown: 'U',
  'not-checked': 'X',
  'not-applicable': 'N',
};
/** Walks letters of readings; `|` is a restart. Returns the states, and how many deliveries fell due per epoch. */
const walk = (signal: Omit<ConditionSignal, 'state'>, letters: string) => {
  let current: ConditionMemory | null = null;
  let states = '';
  const due: number[] = [];
  for (const [i, epoch] of letters.split('|').entries()) {
    let dueHere = 0;
    for (const letter of epoch) {
      const state = STATE_OF[letter as Letter];
      const advance = advanceCondition(current, { ...signal, state }, `e${i}`);
      current = advance.next;
      states += SHORT[current.state];
      dueHere += Number(advance.deliveryDue);
    }
    due.push(dueHere);
  }
  return { states, due };
};

describe('hysteresis', () => {
  it.each<[says: string, signal: Omit<ConditionSignal, 'state'>, letters: string, states: string, due: number[]]>([
    ['the table of the appliance is believed at once', { code: 'memory-anomaly' }, 'aoao', 'ACAC', [1]],
    ['a statistic is raised by the second reading', MEMORY, 'oaa', 'OOA', [1]],
    ['a first active reading is not ok', MEMORY, 'aa', 'UA', [1]],
    ['a flapping statistic is never raised', MEMORY, 'oaoaoaoa', 'OOOOOOOO', [0]],
    ['a statistic is cleared by the second reading', MEMORY, 'aaoo', 'UAAC', [1]],
    ['a flapping statistic is never cleared', MEMORY, 'aaoaoaoa', 'UAAAAAAA', [1]],
    ['what cannot be told does not break a count to raise', MEMORY, 'oauua', 'OOUUA', [1]],
    ['what cannot be told does not break a count to clear', MEMORY, 'aaouuo', 'UAAAAC', [1]],
    ['a restart starts the count anew', MEMORY, 'oa|aa', 'OOOA', [0, 1]],
    ['an active statistic is armed by a restart and told by the second reading', MEMORY, 'aa|aa', 'UAAA', [1, 1]],
    ['a single reading after a restart tells nothing', MEMORY, 'aa|aoo', 'UAAAC', [1, 0]],
    ['nothing to check breaks a count', MEMORY, 'oana', 'OONU', [0]],
    [
      'hardware in statistics is raised at once and cleared by the second reading',
      { code: 'ssl-card-failure', source: 'statistics' },
      'aoaoo',
      'AAAAC',
      [1],
    ],
  ])('%s', (_says, signal, letters, states, due) => {
    expect(walk(signal, letters)).toEqual({ states, due });
  });

  it.each(CONDITION_CODES)('asks for at least one reading either way and says why: %s', (code) => {
    for (const each of [hysteresisOf({ code }), hysteresisOf({ code, source: 'statistics' })]) {
      expect(each.raiseAfter).toBeGreaterThanOrEqual(1);
      expect(each.clearAfter).toBeGreaterThanOrEqual(1);
      expect(each.reason).not.toBe('');
    }
    expect(hysteresisOf({ code })).toMatchObject({ raiseAfter: 1, clearAfter: 1 });
    expect(hysteresisOf({ code, source: 'statistics' }).clearAfter).toBe(2);
  });

  it('raises a measured condition after two readings, all others after one', () => {
    const twice = CONDITION_CODES.filter((code) => hysteresisOf({ code, source: 'statistics' }).raiseAfter === 2);
    expect(twice).toEqual(['memory-anomaly', 'rate-limit-drop']);
  });

  const signals = fc.record({
    code: fc.constantFrom(...CONDITION_CODES),
    source: fc.constantFrom('appliance' as const, 'statistics' as const),
  });
  const readings = fc.array(fc.constantFrom<FindingState>('ok', 'active', 'unknown'), { maxLength: 12 });
  const run = (signal: Omit<ConditionSignal, 'state'>, states: readonly FindingState[]) =>
    states.reduce<ConditionMemory | null>(
      (last, state) => advanceCondition(last, { ...signal, state }, 'e1').next,
      null,
    );

  it('is not changed by any number of readings that cannot tell', () => {
    fc.assert(
      fc.property(signals, readings, fc.integer({ min: 1, max: 9 }), (signal, states, n) => {
        const before = run(signal, states);
        const after = run(signal, [...states, ...Array.from({ length: n }, () => 'unknown' as const)]);
        expect(after?.state === 'active').toBe(before?.state === 'active');
        expect({ ...after, state: null }).toEqual({
          ...(before ?? { occurrences: 0, lastEpochId: null, streak: null }),
          state: null,
        });
      }),
    );
  });

  it('goes the way of the readings that can tell, whatever lies between them', () => {
    fc.assert(
      fc.property(signals, readings, (signal, states) => {
        const all = run(signal, states);
        const told = run(
          signal,
          states.filter((state) => state !== 'unknown'),
        );
        expect(all?.occurrences ?? 0).toBe(told?.occurrences ?? 0);
        expect(all?.state === 'active').toBe(told?.state === 'active');
        expect(all?.streak ?? null).toEqual(told?.streak ?? null);
      }),
    );
  });

  it('raises only behind enough active readings, and clears only behind enough ok ones', () => {
    fc.assert(
      fc.property(signals, readings, (signal, states) => {
        const { raiseAfter, clearAfter } = hysteresisOf(signal);
        let current: ConditionMemory | null = null;
        const told: FindingState[] = [];
        for (const state of states) {
          if (state !== 'unknown') told.push(state);
          const was: ConditionState = current?.state ?? 'not-checked';
          current = advanceCondition(current, { ...signal, state }, 'e1').next;
          const changed = was !== 'active' && current.state === 'active' ? 'active' : 'ok';
          if ((was === 'active') === (current.state === 'active')) continue;
          const needed = changed === 'active' ? raiseAfter : clearAfter;
          expect(told.slice(-needed)).toEqual(Array.from({ length: needed }, () => changed));
        }
      }),
    );
  });

  it('has at most one delivery due per epoch, in whatever order epochs and readings come', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom<FindingState>('ok', 'active', 'unknown', 'not-applicable'), fc.boolean()),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(signals, steps, (signal, walked) => {
        let current: ConditionMemory | null = null;
        let epoch = 0;
        const due = new Map<number, number>();
        for (const [state, restarts] of walked) {
          epoch += Number(restarts);
          const advance = advanceCondition(current, { ...signal, state }, `e${epoch}`);
          current = advance.next;
          due.set(epoch, (due.get(epoch) ?? 0) + Number(advance.deliveryDue));
        }
        expect([...due.values()].filter((count) => count > 1)).toEqual([]);
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
