import { describe, expect, it } from '@jest/globals';
import { DELIVERY_STATES } from './delivery-states.js';
import type { DeliveryState } from './delivery-states.js';
import {
  DELIVERY_EVENTS,
  DELIVERY_TRANSITIONS,
  allowedDeliveryEvents,
  nextDeliveryState,
} from './delivery-transitions.js';
import type { DeliveryEvent } from './delivery-transitions.js';

// Typed by hand from the design's table of the delivery's life; nothing here is read from the code.
const DESIGN: [from: DeliveryState, event: DeliveryEvent, to: DeliveryState][] = [
  ['pending', 'suppressed', 'suppressed'],
  ['pending', 'claimed', 'collecting'],
  ['pending', 'cancelled', 'cancelled'],
  ['collecting', 'cancelled', 'cancelled'],
  ['collecting', 'collected', 'collected'],
  ['collecting', 'deferred', 'pending'],
  ['collecting', 'leaseExpired', 'pending'],
  ['collecting', 'refused', 'collection-failed'],
  ['collected', 'unrouted', 'no-destination'],
  ['collected', 'held', 'held'],
  ['collected', 'enqueued', 'queued'],
  ['held', 'approved', 'queued'],
  ['held', 'rejected', 'cancelled'],
  ['held', 'expired', 'cancelled'],
  ['held', 'cancelled', 'cancelled'],
  ['no-destination', 'enqueued', 'queued'],
  ['no-destination', 'held', 'held'],
  ['queued', 'claimed', 'transmitting'],
  ['queued', 'cancelled', 'cancelled'],
  ['retrying', 'cancelled', 'cancelled'],
  ['no-destination', 'cancelled', 'cancelled'],
  ['transmitting', 'accepted', 'delivered'],
  ['transmitting', 'deferred', 'retrying'],
  ['transmitting', 'leaseExpired', 'retrying'],
  ['transmitting', 'refused', 'transmission-failed'],
  ['transmitting', 'cancelled', 'cancelled'],
  ['retrying', 'due', 'queued'],
  ['retrying', 'promoted', 'queued'],
  ['collection-failed', 'retried', 'pending'],
  ['transmission-failed', 'retried', 'queued'],
  ['suppressed', 'sentAnyway', 'pending'],
  ['pending', 'superseded', 'suppressed'],
  ['collected', 'superseded', 'suppressed'],
  ['held', 'superseded', 'suppressed'],
  ['queued', 'superseded', 'suppressed'],
  ['pending', 'expired', 'collection-failed'],
  ['collected', 'cancelled', 'cancelled'],
];
const STATES = [
  'pending',
  'collecting',
  'collected',
  'held',
  'queued',
  'transmitting',
  'retrying',
  'delivered',
  'suppressed',
  'cancelled',
  'no-destination',
  'collection-failed',
  'transmission-failed',
] as const;

const designed = (state: DeliveryState, event: DeliveryEvent) =>
  DESIGN.find(([from, on]) => from === state && on === event)?.[2];

describe('nextDeliveryState', () => {
  it.each(STATES.flatMap((state) => DELIVERY_EVENTS.map((event) => ({ state, event, to: designed(state, event) }))))(
    'leads from $state by $event to $to',
    ({ state, event, to }) => {
      if (to !== undefined) {
        expect(nextDeliveryState(state, event)).toBe(to);
        return;
      }
      const details = expect.objectContaining({ state, event });
      const refusal = expect.objectContaining({ code: 'DELIVERY_TRANSITION_ILLEGAL', retryable: false, details });
      expect(() => nextDeliveryState(state, event)).toThrow(refusal);
    },
  );

  it('names the events that would have been allowed', () => {
    const details = { state: 'retrying', event: 'accepted', allowed: 'due promoted cancelled' };
    expect(() => nextDeliveryState('retrying', 'accepted')).toThrow(expect.objectContaining({ details }));
  });
});

describe('DELIVERY_TRANSITIONS', () => {
  it('knows the states of the design and no other', () => {
    expect(Object.keys(DELIVERY_TRANSITIONS).toSorted()).toEqual([...STATES].toSorted());
    expect(Object.keys(DELIVERY_STATES).toSorted()).toEqual([...STATES].toSorted());
  });

  it('reaches every state from pending', () => {
    const reached = new Set<DeliveryState>(['pending']);
    for (const state of reached) {
      for (const next of Object.values(DELIVERY_TRANSITIONS[state])) reached.add(next);
    }
    expect([...reached].toSorted()).toEqual([...STATES].toSorted());
  });

  it('uses every event', () => {
    const used = new Set(STATES.flatMap((state) => allowedDeliveryEvents(state)));
    expect([...used].toSorted()).toEqual([...DELIVERY_EVENTS].toSorted());
  });
});

describe('DELIVERY_STATES', () => {
  it.each([
    ['terminal', ['cancelled', 'delivered']],
    ['resting', ['collection-failed', 'held', 'no-destination', 'suppressed', 'transmission-failed']],
  ])('has these %s states', (phase, expected) => {
    expect(STATES.filter((state) => DELIVERY_STATES[state].phase === phase).toSorted()).toEqual(expected);
  });

  it('leaves exactly the terminal states without a way out', () => {
    const stuck = STATES.filter((state) => allowedDeliveryEvents(state).length === 0);
    expect(stuck.toSorted()).toEqual(['cancelled', 'delivered']);
  });
});
