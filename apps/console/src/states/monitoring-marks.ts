import type { Condition, Incident, QuietPeriod, ServiceRequest } from '../../../../libs/contract/src/index.js';
import { conditionMark } from './appliance-marks.js';
import type { Mark } from './state-mark.js';

export type Severity = Condition['severity'];
export type RequestState = ServiceRequest['state'];

/** Worst first. */
export const SEVERITIES = ['critical', 'major', 'warning', 'none'] as const satisfies readonly Severity[];

const SEVERITY_MARKS: Record<Severity, Mark> = {
  critical: { icon: 'bad', word: 'critical', tone: 'bad' },
  major: { icon: 'held', word: 'major', tone: 'warn' },
  warning: { icon: 'warn', word: 'warning', tone: 'warn' },
  none: { icon: 'not-applicable', word: 'none', tone: 'off' },
};
export const severityMark = (severity: Severity): Mark => SEVERITY_MARKS[severity];

const INCIDENT_MARKS: Record<Incident['state'], Mark> = {
  open: { icon: 'bad', word: 'open', tone: 'bad' },
  closed: { icon: 'ok', word: 'closed', tone: 'ok' },
  merged: { icon: 'suppressed', word: 'merged', tone: 'off' },
};
export const incidentMark = (state: Incident['state']): Mark => INCIDENT_MARKS[state];

const REQUEST_MARKS: Record<RequestState, Mark> = {
  'needs-review': { icon: 'held', word: 'needs review', tone: 'held' },
  requested: { icon: 'run', word: 'requested', tone: 'run' },
  open: { icon: 'wait', word: 'open', tone: 'run' },
  failed: { icon: 'bad', word: 'failed', tone: 'bad' },
  closed: { icon: 'ok', word: 'closed', tone: 'ok' },
  declined: { icon: 'off', word: 'declined', tone: 'off' },
};
export const requestMark = (state: RequestState): Mark => REQUEST_MARKS[state];

/** The states of a service request, in the order in which they ask for a person. */
export const REQUEST_STATES = [
  'needs-review',
  'failed',
  'requested',
  'open',
  'closed',
  'declined',
] as const satisfies readonly RequestState[];

/** What a person may do with a service request. */
export type RequestAction = 'open' | 'decline' | 'close' | 'number';

const REQUEST_ACTIONS: Record<RequestState, readonly RequestAction[]> = {
  'needs-review': ['open', 'decline'],
  requested: ['number', 'close'],
  open: ['number', 'close'],
  failed: ['open', 'number', 'decline'],
  closed: [],
  declined: ['open'],
};
/** What may be done in a state; the API decides again. */
export const requestActions = (state: RequestState): readonly RequestAction[] => REQUEST_ACTIONS[state];

/** The request that most asks for a person; null without any. */
export function firstRequest<T extends Pick<ServiceRequest, 'state'>>(requests: readonly T[]): T | null {
  const order: readonly RequestState[] = REQUEST_STATES;
  return requests.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? null;
}

/** The state of one condition of one component; an acknowledged one is still active, only quieter. */
export function componentConditionMark({ code, state, acknowledgement }: Condition): Mark {
  const mark = conditionMark({ code, state, reason: null, checkedAt: null });
  if (state !== 'active' || acknowledgement === null) return mark;
  return { icon: 'warn', word: `${mark.word}, seen`, tone: 'warn' };
}

export type QuietState = 'active' | 'planned' | 'ended';

/** Where a quiet period stands at an instant (epoch ms); it is half-open, so it has ended at `until`. */
export function quietState(
  { from, until, endedAt }: Pick<QuietPeriod, 'from' | 'until' | 'endedAt'>,
  now: number,
): QuietState {
  if (endedAt !== null || Date.parse(until) <= now) return 'ended';
  return Date.parse(from) <= now ? 'active' : 'planned';
}

const QUIET_MARKS: Record<QuietState, Mark> = {
  active: { icon: 'paused', word: 'active', tone: 'warn' },
  planned: { icon: 'wait', word: 'planned', tone: 'off' },
  ended: { icon: 'suppressed', word: 'ended', tone: 'off' },
};
export const quietMark = (state: QuietState): Mark => QUIET_MARKS[state];

/** The lists of the Health page. */
export const HEALTH_LISTS = {
  incidents: 'Incidents',
  conditions: 'Conditions',
  requests: 'Service requests',
  matrix: 'Matrix',
  quiet: 'Maintenance',
} as const;
export type HealthList = keyof typeof HEALTH_LISTS;
export const isHealthList = (value: unknown): value is HealthList =>
  typeof value === 'string' && Object.hasOwn(HEALTH_LISTS, value);
