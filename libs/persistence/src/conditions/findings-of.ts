import type { ConditionCode, Finding } from '../../../callhome/src/index.js';
import type { Reading } from '../readings/reading.js';

/** Stands for the boot epoch of an appliance whose start is not known. */
export const NO_EPOCH = 'none';

/** The findings of one appliance in one reading. */
export interface FindingsOf {
  applianceId: string;
  at: Date;
  /** Null where the appliance's start is not known: all its occurrences then count as one epoch. */
  epochId: string | null;
  suppress: Reading['suppress'];
  reportedByHost: readonly ConditionCode[];
  findings: Finding[];
}
