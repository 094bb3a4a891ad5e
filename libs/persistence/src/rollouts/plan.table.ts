import { EntitySchema } from 'typeorm';
import type { ObservedCallHome, PlanFacts, SettingChange, SettingKey, Step } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

export interface PlanSummary {
  targets: number;
  change: number;
  same: number;
  removals: number;
  blocked: number;
  unknown: number;
  skipped: number;
}

/** What a plan was made for: everything under a scope, or the appliances named; the other one is null. */
export interface PlanSelection {
  scope: string | null;
  applianceIds: string[] | null;
}

/**
 * A frozen answer to "what would change". `inputs` are the revisions of the layers it was made from, by scope, and under
 * `priority:<scope>` the priorities of the groups among them. `approval` is what decides who has to approve it.
 */
export interface Plan {
  id: string;
  hash: string;
  inputs: Record<string, number>;
  summary: PlanSummary;
  selector: PlanSelection;
  /** The settings that were planned for; null: all. */
  keys: SettingKey[] | null;
  approval: PlanFacts;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
}

export interface PlanTarget {
  planId: string;
  applianceId: string;
  /** Null for an appliance that has no host. */
  hostId: string | null;
  outcome: 'change' | 'same' | 'blocked' | 'unknown' | 'skipped';
  reason: string | null;
  changes: SettingChange[];
  steps: Step[];
  commands: string[];
  undo: string[];
  removals: number;
  warnings: string[];
  /** Part of the plan's hash. */
  observedHash: string | null;
  /** The reading that the plan was made from: what a rollout expects to find. Null: nothing was read. */
  observed: ObservedCallHome | null;
}

export const PlanTable = new EntitySchema<Plan>({
  name: 'plan',
  columns: {
    id: column.key,
    hash: column.text,
    inputs: column.json,
    summary: column.json,
    selector: { type: 'jsonb', default: {} },
    keys: { type: 'text', array: true, nullable: true },
    approval: { type: 'jsonb', default: [] },
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
    hostId: column.textOrNull,
    outcome: column.text,
    reason: column.textOrNull,
    changes: column.json,
    steps: column.json,
    commands: column.textList,
    undo: column.textList,
    removals: column.integer,
    warnings: column.textList,
    observedHash: column.textOrNull,
    observed: column.jsonOrNull,
  },
});
