import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONDITION_STATES } from './advance-condition.js';
import type { ConditionState } from './advance-condition.js';
import { SUPPRESSION_REASONS, decideDelivery } from './decide-delivery.js';
import type { OccurrenceFacts, SuppressionReason } from './decide-delivery.js';
import { dueAfterHold } from './due-after-hold.js';
import type { HeldDelivery } from './due-after-hold.js';

const NOW = Date.UTC(2026, 10, 2, 12);
const HOUR = 3_600_000;

/** In the order of precedence, written down a second time on purpose. */
const FACT_OF: readonly (readonly [SuppressionReason, Partial<OccurrenceFacts>])[] = [
  ['already-uploaded-since-boot', { isDeliveredSinceBoot: true }],
  ['maintenance', { maintenanceUntilMs: NOW + HOUR }],
  ['silenced', { silencedUntilMs: NOW + 2 * HOUR }],
  ['call-home-off', { isCallHomeOff: true }],
  ['sent-by-instance', { isSentByInstance: true }],
  ['reported-by-host', { isReportedByHost: true }],
];
const facts = (...given: Partial<OccurrenceFacts>[]): OccurrenceFacts =>
  given.reduce<OccurrenceFacts>((all, each) => ({ ...all, ...each }), {
    isDeliveredSinceBoot: false,
    maintenanceUntilMs: null,
    silencedUntilMs: null,
    isCallHomeOff: false,
    isSentByInstance: false,
    isReportedByHost: false,
  });
const reasonOf = (given: OccurrenceFacts) => {
  const decision = decideDelivery(given, NOW);
  return decision.delivers ? null : decision.reason;
};
const PAIRS = FACT_OF.flatMap(([first, one], i) =>
  FACT_OF.slice(i + 1).map(([second, other]) => ({ first, second, given: facts(one, other) })),
);

describe('decideDelivery', () => {
  it('knows the reasons in the order in which they are listed here', () => {
    expect(SUPPRESSION_REASONS).toEqual(FACT_OF.map(([reason]) => reason));
    expect(PAIRS).toHaveLength(15);
  });

  it('delivers what nothing speaks against', () => {
    expect(decideDelivery(facts(), NOW)).toEqual({ delivers: true });
  });

  it.each(FACT_OF)('suppresses for %s alone', (reason, given) => {
    expect(reasonOf(facts(given))).toBe(reason);
  });

  it.each(PAIRS)('gives $first before $second', ({ first, given }) => {
    expect(reasonOf(given)).toBe(first);
  });

  it.each<[says: string, given: Partial<OccurrenceFacts>, heldUntilMs: number | null]>([
    ['the end of the maintenance', { maintenanceUntilMs: NOW + HOUR }, NOW + HOUR],
    ['the end of the silence', { silencedUntilMs: NOW + HOUR }, NOW + HOUR],
    ['the later end of both', { maintenanceUntilMs: NOW + HOUR, silencedUntilMs: NOW + 2 * HOUR }, NOW + 2 * HOUR],
    ['an end that is still to come', { maintenanceUntilMs: NOW + HOUR, silencedUntilMs: NOW - HOUR }, NOW + HOUR],
    ['no end where the reason does not lapse', { isDeliveredSinceBoot: true, silencedUntilMs: NOW + HOUR }, null],
  ])('is held until %s', (_says, given, heldUntilMs) => {
    expect(decideDelivery(facts(given), NOW)).toMatchObject({ delivers: false, heldUntilMs });
  });

  it.each([0, -1, -HOUR])('is not held by what ends %d ms from now', (inMs) => {
    const ended = facts({ maintenanceUntilMs: NOW + inMs, silencedUntilMs: NOW + inMs });
    expect(decideDelivery(ended, NOW)).toEqual({ delivers: true });
  });

  it('gives the first of any set of reasons', () => {
    fc.assert(
      fc.property(fc.subarray([...FACT_OF]), (some) => {
        expect(reasonOf(facts(...some.map(([, given]) => given)))).toBe(some[0]?.[0] ?? null);
      }),
    );
  });
});

describe('dueAfterHold', () => {
  const held = (given: Partial<HeldDelivery> = {}): HeldDelivery => ({
    reason: 'silenced',
    epochId: 'e1',
    condition: { state: 'active', lastEpochId: 'e1' },
    currentEpochId: 'e1',
    ...given,
  });

  it.each(SUPPRESSION_REASONS)('once nothing speaks against it any more, suppressed for %s', (reason) => {
    const lapses = reason === 'maintenance' || reason === 'silenced';
    expect(dueAfterHold(held({ reason }), facts(), NOW)).toEqual(lapses ? { delivers: true } : null);
  });

  it.each<[ConditionState, boolean]>(CONDITION_STATES.map((state) => [state, state === 'active']))(
    'is due for a condition that is %s: %s',
    (state, isDue) => {
      const decision = dueAfterHold(held({ condition: { state, lastEpochId: 'e1' } }), facts(), NOW);
      expect(decision).toEqual(isDue ? { delivers: true } : null);
    },
  );

  it.each<[says: string, given: Partial<HeldDelivery>]>([
    ['the appliance has restarted', { currentEpochId: 'e2' }],
    ['it has occurred in another epoch since', { condition: { state: 'active', lastEpochId: 'e2' } }],
    ['both', { currentEpochId: 'e2', condition: { state: 'active', lastEpochId: 'e2' } }],
  ])('is never due when %s', (_says, given) => {
    expect(dueAfterHold(held(given), facts(), NOW)).toBeNull();
  });

  it.each(FACT_OF)('names the reason that holds now: %s', (reason, given) => {
    expect(dueAfterHold(held(), facts(given), NOW)).toMatchObject({ delivers: false, reason });
  });

  it('is due once, whenever and however often it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4 * HOUR), { maxLength: 20 }), fc.nat(2 * HOUR), (askedAfterMs, endsAfterMs) => {
        let isDelivered = false;
        const dueAt: number[] = [];
        for (const ms of askedAfterMs.toSorted((a, b) => a - b)) {
          const now = facts({ isDeliveredSinceBoot: isDelivered, silencedUntilMs: NOW + endsAfterMs });
          if (dueAfterHold(held(), now, NOW + ms)?.delivers !== true) continue;
          dueAt.push(ms);
          isDelivered = true;
        }
        const first = askedAfterMs.toSorted((a, b) => a - b).find((ms) => ms >= endsAfterMs);
        expect(dueAt).toEqual(first === undefined ? [] : [first]);
      }),
    );
  });
});
