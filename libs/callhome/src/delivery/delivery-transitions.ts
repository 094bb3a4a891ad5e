import { CallHomeError } from '../errors.js';
import type { DeliveryState } from './delivery-states.js';

/**
 * What can happen to a delivery.
 *
 * `claimed`: a worker takes it. `collected`: the bundle is stored. `deferred`: it failed and may succeed later.
 * `refused`: it failed for good, or has no tries left. `leaseExpired`: the worker is gone. `due`, `promoted`: the wait
 * is over, by time or by a person. `enqueued`, `held`, `unrouted`: where policy puts a stored bundle. `superseded`: the
 * same was delivered meanwhile, or a newer heartbeat is due. `expired`: its deadline passed.
 */
export const DELIVERY_EVENTS = [
  'claimed',
  'collected',
  'enqueued',
  'held',
  'unrouted',
  'approved',
  'rejected',
  'accepted',
  'deferred',
  'refused',
  'leaseExpired',
  'due',
  'promoted',
  'retried',
  'suppressed',
  'superseded',
  'sentAnyway',
  'expired',
  'cancelled',
] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** Read across: in this state, this event leads there. An absent cell is illegal. A delivery is born `pending`. */
// prettier-ignore
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, Partial<Record<DeliveryEvent, DeliveryState>>>> = {
  pending:               { claimed: 'collecting', suppressed: 'suppressed', superseded: 'suppressed', expired: 'collection-failed', cancelled: 'cancelled' },
  collecting:            { collected: 'collected', deferred: 'pending', refused: 'collection-failed', leaseExpired: 'pending', cancelled: 'cancelled' },
  collected:             { enqueued: 'queued', held: 'held', unrouted: 'no-destination', superseded: 'suppressed', cancelled: 'cancelled' },
  held:                  { approved: 'queued', rejected: 'cancelled', expired: 'cancelled', superseded: 'suppressed', cancelled: 'cancelled' },
  queued:                { claimed: 'transmitting', superseded: 'suppressed', cancelled: 'cancelled' },
  // A lost worker may have transmitted: the same idempotency key goes out again after a wait, as after any lost answer.
  transmitting:          { accepted: 'delivered', deferred: 'retrying', refused: 'transmission-failed', leaseExpired: 'retrying', cancelled: 'cancelled' },
  retrying:              { due: 'queued', promoted: 'queued', cancelled: 'cancelled' },
  // Not `retried`: policy decides anew whether the bundle is held, so a retry cannot walk around the review.
  'no-destination':      { enqueued: 'queued', held: 'held', cancelled: 'cancelled' },
  suppressed:            { sentAnyway: 'pending' },
  'collection-failed':   { retried: 'pending' },
  'transmission-failed': { retried: 'queued' },
  delivered:             {},
  cancelled:             {},
};

/**
 * Returns the state that an event leads to.
 * @throws {CallHomeError} DELIVERY_TRANSITION_ILLEGAL - the event is not allowed in this state; `details.allowed` names
 * those that are, separated by blanks.
 */
export function nextDeliveryState(state: DeliveryState, event: DeliveryEvent): DeliveryState {
  const next = DELIVERY_TRANSITIONS[state][event];
  if (next !== undefined) return next;
  throw new CallHomeError('DELIVERY_TRANSITION_ILLEGAL', {
    state,
    event,
    allowed: allowedDeliveryEvents(state).join(' '),
  });
}

/** Returns the events that a state allows; none for a terminal one. */
export function allowedDeliveryEvents(state: DeliveryState): readonly DeliveryEvent[] {
  return DELIVERY_EVENTS.filter((event) => DELIVERY_TRANSITIONS[state][event] !== undefined);
}
