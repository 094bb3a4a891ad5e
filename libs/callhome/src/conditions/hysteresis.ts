import type { ConditionCode } from './condition-table.js';

/**
 * Who judged a finding. `appliance`: the appliance or its SVM has, in its Call Home table or a listing of states;
 * `statistics`: we have, from a number that goes up and down.
 */
export type FindingSource = 'appliance' | 'statistics';

/** How many readings in a row it takes to change a condition. Both are at least 1; 1 believes the first reading. */
export interface Hysteresis {
  readonly raiseAfter: number;
  readonly clearAfter: number;
  readonly reason: string;
}

const JUDGED: Hysteresis = {
  raiseAfter: 1,
  clearAfter: 1,
  reason: 'the appliance or its SVM has judged already',
};
const HARDWARE: Hysteresis = {
  raiseAfter: 1,
  clearAfter: 2,
  reason: 'failed hardware does not heal by itself: told at once, believed to be well on the second reading',
};
const MEASURED: Hysteresis = {
  raiseAfter: 2,
  clearAfter: 2,
  reason: 'a number passes its threshold for a moment, either way',
};
const EVENT: Hysteresis = {
  raiseAfter: 1,
  clearAfter: 2,
  reason: 'a restart that was seen has happened, however the next reading looks',
};

/** Hysteresis of what statistics say, per condition. The counts are ours: the vendor publishes none. */
export const STATISTICS_HYSTERESIS: Readonly<Record<ConditionCode, Hysteresis>> = {
  'compact-flash-error': HARDWARE,
  'hard-disk-error': HARDWARE,
  'power-supply-failure': HARDWARE,
  'ssl-card-failure': HARDWARE,
  'warm-restart': EVENT,
  'memory-anomaly': MEASURED,
  'rate-limit-drop': MEASURED,
};

/** Returns how many readings in a row a finding needs to change its condition. No source: the appliance judged. */
export function hysteresisOf({ code, source }: { code: ConditionCode; source?: FindingSource }): Hysteresis {
  return source === 'statistics' ? STATISTICS_HYSTERESIS[code] : JUDGED;
}
