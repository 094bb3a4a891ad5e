/** What people and their systems can be told, by the words that channels, the log and the API share. */
export const NOTIFIED_EVENTS = [
  'condition.raised',
  'condition.cleared',
  'incident.opened',
  'incident.closed',
  'service-request.opened',
  'service-request.needs-review',
  'delivery.delivered',
  'delivery.failed',
  'heartbeat.overdue',
] as const;
export type NotifiedEvent = (typeof NOTIFIED_EVENTS)[number];
