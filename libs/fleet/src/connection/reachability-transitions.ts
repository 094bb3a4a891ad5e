import type { ReachabilityState } from './connection-states.js';

/** Tries in a row without an answer after which an appliance counts as unreachable. */
export const MISSES_TO_UNREACHABLE = 3;

/** What one try, or a person, says of an appliance. `answered-slowly`: it answers, later than its limit allows. */
export const REACHABILITY_EVENTS = [
  'answered',
  'answered-slowly',
  'missed',
  'maintenance-begun',
  'maintenance-ended',
] as const;
export type ReachabilityEvent = (typeof REACHABILITY_EVENTS)[number];

/** `lost`: the miss that makes as many in a row as it takes. */
export type ReachabilityMove = ReachabilityEvent | 'lost';

/** The state after each event, by state before. One try that gets no answer tells nothing yet. */
// prettier-ignore
export const REACHABILITY_TRANSITIONS: Readonly<Record<ReachabilityState, Readonly<Record<ReachabilityMove, ReachabilityState>>>> = {
  unknown:     { answered: 'reachable', 'answered-slowly': 'slow', missed: 'unknown', lost: 'unreachable', 'maintenance-begun': 'maintenance', 'maintenance-ended': 'unknown' },
  reachable:   { answered: 'reachable', 'answered-slowly': 'slow', missed: 'reachable', lost: 'unreachable', 'maintenance-begun': 'maintenance', 'maintenance-ended': 'reachable' },
  slow:        { answered: 'reachable', 'answered-slowly': 'slow', missed: 'slow', lost: 'unreachable', 'maintenance-begun': 'maintenance', 'maintenance-ended': 'slow' },
  unreachable: { answered: 'reachable', 'answered-slowly': 'slow', missed: 'unreachable', lost: 'unreachable', 'maintenance-begun': 'maintenance', 'maintenance-ended': 'unreachable' },
  // A try that was under way when maintenance began says nothing about the time after it.
  maintenance: { answered: 'maintenance', 'answered-slowly': 'maintenance', missed: 'maintenance', lost: 'maintenance', 'maintenance-begun': 'maintenance', 'maintenance-ended': 'unknown' },
};

/** Whether an appliance answers. `misses`: tries in a row without an answer, counted up to `MISSES_TO_UNREACHABLE`. */
export interface Reachability {
  readonly state: ReachabilityState;
  readonly misses: number;
}

/** Returns what is known of an appliance after an event. */
export function judgeReachability({ state, misses }: Reachability, event: ReachabilityEvent): Reachability {
  const counted = missesAfter({ state, misses }, event);
  const move = event === 'missed' && counted >= MISSES_TO_UNREACHABLE ? 'lost' : event;
  return { state: REACHABILITY_TRANSITIONS[state][move], misses: counted };
}

function missesAfter({ state, misses }: Reachability, event: ReachabilityEvent): number {
  switch (event) {
    case 'answered':
    case 'answered-slowly':
    case 'maintenance-begun':
      return 0;
    case 'missed':
      // The count stops, so that an appliance that stays away does not become another row with each try.
      return state === 'maintenance' ? 0 : Math.min(misses + 1, MISSES_TO_UNREACHABLE);
    case 'maintenance-ended':
      return misses;
  }
}
