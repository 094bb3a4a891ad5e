import { EntitySchema } from 'typeorm';
import type {
  Acknowledgement,
  ConditionCode,
  ConditionState,
  ConditionStreak,
  Finding,
} from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** One condition of one component of one appliance: the condition key is (appliance, code, component). */
export interface Condition {
  id: string;
  applianceId: string;
  code: ConditionCode;
  component: string;
  state: ConditionState;
  severity: Finding['severity'];
  title: string;
  /** The epoch of the latest occurrence. */
  bootEpochId: string | null;
  occurrences: number;
  /** Readings in a row that speak for a change not believed yet; null: none. */
  streak: ConditionStreak | null;
  /** When it last became active, or was found to be still active after a restart; null: it never was. */
  raisedAt: Date | null;
  firstSeenAt: Date | null;
  latestSeenAt: Date | null;
  checkedAt: Date;
  /** Ids of the instances that the fault can hit. */
  affects: string[];
  evidence: Finding['evidence'];
  /** The delivery of the latest first occurrence. */
  deliveryId: string | null;
  /** That a person has seen it; ends with the condition. */
  acknowledgement: Acknowledgement | null;
}

export const ConditionTable = new EntitySchema<Condition>({
  name: 'condition',
  columns: {
    id: column.key,
    applianceId: column.text,
    code: column.text,
    component: column.text,
    state: column.text,
    severity: column.text,
    title: column.text,
    bootEpochId: column.textOrNull,
    occurrences: column.count,
    streak: column.jsonOrNull,
    raisedAt: column.instantOrNull,
    firstSeenAt: column.instantOrNull,
    latestSeenAt: column.instantOrNull,
    checkedAt: column.instant,
    affects: column.textListEmpty,
    evidence: column.jsonOrNull,
    deliveryId: column.textOrNull,
    acknowledgement: column.jsonOrNull,
  },
});
