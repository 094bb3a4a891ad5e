import { z } from 'zod';
import { instant } from './page.js';

/** What to plan for: every managed instance of the fleet, or the appliances named. An empty list matches nothing. */
export const newPlanSchema = z.strictObject({
  scope: z.literal('fleet').optional(),
  applianceIds: z.array(z.string()).max(20_000).optional(),
});

export const plannedChangeSchema = z.object({
  key: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  source: z.string(),
});

export const planTargetSchema = z.object({
  applianceId: z.string(),
  applianceName: z.string(),
  outcome: z.enum(['change', 'same', 'blocked', 'unknown']),
  reason: z.string().nullable(),
  changes: z.array(plannedChangeSchema),
  commands: z.array(z.string()),
  undo: z.array(z.string()),
  removals: z.number().int(),
  warnings: z.array(z.string()),
});
export type PlanTarget = z.infer<typeof planTargetSchema>;

export const planSummarySchema = z.object({
  targets: z.number().int(),
  change: z.number().int(),
  same: z.number().int(),
  removals: z.number().int(),
  blocked: z.number().int(),
  unknown: z.number().int(),
});

export const planSchema = z.object({
  id: z.string(),
  hash: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
  fresh: z.boolean(),
  summary: planSummarySchema,
});
export type Plan = z.infer<typeof planSchema>;

export const newRolloutSchema = z.strictObject({ planId: z.string() });

export const ROLLOUT_STATES = ['running', 'done', 'failed'] as const;
export const ROLLOUT_TARGET_STATES = [
  'pending',
  'applying',
  'applied',
  'unchanged',
  'conflict',
  'failed',
  'unreachable',
] as const;

export const rolloutSchema = z.object({
  id: z.string(),
  planId: z.string(),
  state: z.enum(ROLLOUT_STATES),
  author: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  counts: z.record(z.enum(ROLLOUT_TARGET_STATES), z.number().int()),
});
export type Rollout = z.infer<typeof rolloutSchema>;

export const rolloutTargetSchema = z.object({
  applianceId: z.string(),
  applianceName: z.string(),
  state: z.enum(ROLLOUT_TARGET_STATES),
  step: z.string().nullable(),
  cause: z.string().nullable(),
  changedKeys: z.array(z.string()),
  commands: z.array(z.string()),
  verifiedAt: instant.nullable(),
});
export type RolloutTarget = z.infer<typeof rolloutTargetSchema>;
