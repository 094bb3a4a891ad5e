import { EntitySchema } from 'typeorm';
import type { Step } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

export interface PlanSummary {
  targets: number;
  change: number;
  same: number;
  removals: number;
  blocked: number;
  unknown: number;
}

/** A frozen answer to "what would change". `inputs` are the layer revisions it was made from. */
export interface Plan {
  id: string;
  hash: string;
  inputs: Record<string, number>;
  summary: PlanSummary;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
}

export interface PlanTarget {
  planId: string;
  applianceId: string;
  outcome: 'change' | 'same' | 'blocked' | 'unknown';
  reason: string | null;
  changes: { key: string; from: unknown; to: unknown; source: string }[];
  steps: Step[];
  commands: string[];
  undo: string[];
  removals: number;
  warnings: string[];
  /** Hash of what was read when the plan was made: another reading means the target is stale. */
  observedHash: string | null;
}

export type RolloutState = 'running' | 'done' | 'failed';
export type RolloutTargetState =
  'pending' | 'applying' | 'applied' | 'unchanged' | 'conflict' | 'failed' | 'unreachable';

export interface Rollout {
  id: string;
  planId: string;
  state: RolloutState;
  author: string;
  startedAt: Date;
  finishedAt: Date | null;
}

export interface RolloutTarget {
  rolloutId: string;
  applianceId: string;
  state: RolloutTargetState;
  step: string | null;
  cause: string | null;
  changedKeys: string[];
  commands: string[];
  /** When the device showed the desired values; null until then. */
  verifiedAt: Date | null;
}

export const PlanTable = new EntitySchema<Plan>({
  name: 'plan',
  columns: {
    id: column.key,
    hash: column.text,
    inputs: column.json,
    summary: column.json,
    createdBy: column.text,
    createdAt: column.createdNow,
    expiresAt: column.instant,
  },
});

export const PlanTargetTable = new EntitySchema<PlanTarget>({
  name: 'plan_target',
  columns: {
    planId: column.key,
    applianceId: column.key,
    outcome: column.text,
    reason: column.textOrNull,
    changes: column.json,
    steps: column.json,
    commands: column.textList,
    undo: column.textList,
    removals: column.integer,
    warnings: column.textList,
    observedHash: column.textOrNull,
  },
});

export const RolloutTable = new EntitySchema<Rollout>({
  name: 'rollout',
  columns: {
    id: column.key,
    planId: column.text,
    state: column.text,
    author: column.text,
    startedAt: column.createdNow,
    finishedAt: column.instantOrNull,
  },
});

export const RolloutTargetTable = new EntitySchema<RolloutTarget>({
  name: 'rollout_target',
  columns: {
    rolloutId: column.key,
    applianceId: column.key,
    state: column.text,
    step: column.textOrNull,
    cause: column.textOrNull,
    changedKeys: column.textListEmpty,
    commands: column.textListEmpty,
    verifiedAt: column.instantOrNull,
  },
});
