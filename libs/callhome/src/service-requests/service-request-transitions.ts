import type { StateTone } from '../../../fleet/src/index.js';

/** What a person reads for a service request. */
export interface ServiceRequestStateFacts {
  readonly word: string;
  readonly tone: StateTone;
}

/** How far a service request has come. `requested`: handed to the ticket system, no number received yet. */
export const SERVICE_REQUEST_STATES = {
  'needs-review': { word: 'needs review', tone: 'warn' },
  requested: { word: 'requested', tone: 'run' },
  open: { word: 'open', tone: 'run' },
  closed: { word: 'closed', tone: 'ok' },
  declined: { word: 'declined', tone: 'off' },
  failed: { word: 'failed', tone: 'bad' },
} as const satisfies Record<string, ServiceRequestStateFacts>;
export type ServiceRequestState = keyof typeof SERVICE_REQUEST_STATES;

/** What can happen. `reopened` is only asked within `REOPEN_MS` of the closure; later a new request is made. */
export const SERVICE_REQUEST_EVENTS = [
  'opened-by-itself',
  'opened-by-person',
  'declined',
  'number-received',
  'send-failed',
  'closed',
  'reopened',
] as const;
export type ServiceRequestEvent = (typeof SERVICE_REQUEST_EVENTS)[number];

/** Read across: in this state, this event leads there; an absent cell is illegal. A request is born `needs-review`. */
// prettier-ignore
export const SERVICE_REQUEST_TRANSITIONS: Readonly<Record<ServiceRequestState, Partial<Record<ServiceRequestEvent, ServiceRequestState>>>> = {
  'needs-review': { 'opened-by-itself': 'requested', 'opened-by-person': 'requested', declined: 'declined' },
  requested:      { 'number-received': 'open', 'send-failed': 'failed', closed: 'closed' },
  // A number may be corrected by a person.
  open:           { 'number-received': 'open', closed: 'closed' },
  closed:         { reopened: 'open' },
  declined:       { 'opened-by-person': 'requested' },
  // The ticket may have been made although its answer was lost, so a number can still come.
  failed:         { 'opened-by-person': 'requested', 'number-received': 'open', declined: 'declined' },
};

/** Returns the state that an event leads to; null if it is not allowed in this state. */
export function nextServiceRequestState(
  state: ServiceRequestState,
  event: ServiceRequestEvent,
): ServiceRequestState | null {
  return SERVICE_REQUEST_TRANSITIONS[state][event] ?? null;
}

const HOUR_MS = 3_600_000;
/** A request closed at most this long ago is reopened instead of a new one made, in milliseconds. Ours. */
export const REOPEN_MS = 72 * HOUR_MS;
/** The shortest time between two comments about further occurrences, in milliseconds. Ours. */
export const COMMENT_EVERY_MS = 6 * HOUR_MS;
/** Requests a day over all appliances; more go into a digest. Ours. */
export const REQUESTS_PER_DAY = 20;

/** Says whether a closed request takes the new occurrence. Instants in milliseconds of UTC. */
export function mayReopen(closedAtMs: number, nowMs: number): boolean {
  return nowMs - closedAtMs <= REOPEN_MS;
}

/** Says whether a further occurrence is commented now. Null: never commented. Instants in milliseconds of UTC. */
export function mayComment(lastCommentAtMs: number | null, nowMs: number): boolean {
  return lastCommentAtMs === null || nowMs - lastCommentAtMs >= COMMENT_EVERY_MS;
}
