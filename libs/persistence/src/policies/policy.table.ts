import { EntitySchema } from 'typeorm';
import type { ApprovalPolicy, RolloutLimits, WavePlan } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** How rollouts go where nothing else is asked for. */
export interface RolloutPolicy {
  /** Null: by the number of targets. */
  readonly waves: WavePlan | null;
  readonly bakeSeconds: number;
  readonly gate: 'auto' | 'manual';
  /** Instances of one host that are written at a time. */
  readonly perHost: number;
  /** Null: none, hosts take turns from the first wave on. */
  readonly canarySite: string | null;
  readonly limits: RolloutLimits;
}

/** What can be decided once for all rollouts. */
export interface Policies {
  readonly approval: ApprovalPolicy;
  readonly rollout: RolloutPolicy;
}

/** The policies of this installation as they are stored: one row, which is not there until somebody changes one. */
export interface StoredPolicies {
  name: string;
  value: Policies;
  version: number;
  updatedBy: string;
  updatedAt: Date;
}

export const PolicyTable = new EntitySchema<StoredPolicies>({
  name: 'policy',
  columns: {
    name: column.key,
    value: column.json,
    version: column.integerDefault(1),
    updatedBy: column.text,
    updatedAt: column.createdNow,
  },
});
