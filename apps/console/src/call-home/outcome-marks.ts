import type { PlanTarget } from '../../../../libs/contract/src/index.js';
import type { Mark } from '../states/state-mark.js';

/** What a plan says of one appliance. */
export const OUTCOME_MARKS: Record<PlanTarget['outcome'], Mark> = {
  change: { icon: 'change-pending', word: 'will change', tone: 'run' },
  same: { icon: 'ok', word: 'already right', tone: 'ok' },
  blocked: { icon: 'warn', word: 'blocked', tone: 'warn' },
  unknown: { icon: 'unknown', word: 'unknown', tone: 'off' },
  skipped: { icon: 'suppressed', word: 'skipped', tone: 'off' },
};
