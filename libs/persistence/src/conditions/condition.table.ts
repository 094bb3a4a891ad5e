import { EntitySchema } from 'typeorm';
import type { ConditionCode, ConditionState, Finding } from '../../../callhome/src/index.js';
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
  firstSeenAt: Date | null;
  latestSeenAt: Date | null;
  checkedAt: Date;
  /** Ids of the instances that the fault can hit. */
  affects: string[];
  evidence: Finding['evidence'];
  /** The delivery of the latest first occurrence. */
  deliveryId: string | null;
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
    firstSeenAt: column.instantOrNull,
    latestSeenAt: column.instantOrNull,
    checkedAt: column.instant,
    affects: column.textListEmpty,
    evidence: column.jsonOrNull,
    deliveryId: column.textOrNull,
  },
});
