import { z } from 'zod';
import { instant } from './page.js';
import { layerScopeSchema, settingKeySchema } from './settings.js';

/**
 * What to plan for: everything under a scope, or the appliances named. An empty list matches nothing.
 * `keys` narrows the plan to some settings.
 */
export const newPlanSchema = z.strictObject({
  scope: layerScopeSchema.optional(),
  applianceIds: z.array(z.string()).max(20_000).optional(),
  keys: z.array(settingKeySchema).min(1).optional(),
});

export const plannedChangeSchema = z.object({
  key: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  source: z.string(),
});

/** `skipped`: written through another one, as the secondary of a pair is; `reason` says which. */
export const PLAN_OUTCOMES = ['change', 'same', 'blocked', 'unknown', 'skipped'] as const;

export const planTargetSchema = z.object({
  applianceId: z.string(),
  applianceName: z.string(),
  hostName: z.string().nullable(),
  outcome: z.enum(PLAN_OUTCOMES),
  reason: z.string().nullable(),
  changes: z.array(plannedChangeSchema),
  commands: z.array(z.string()),
  undo: z.array(z.string()),
  removals: z.number().int(),
  warnings: z.array(z.string()),
});
export type PlanTarget = z.infer<typeof planTargetSchema>;
export const planTargetQuerySchema = z.object({ outcome: z.enum(PLAN_OUTCOMES).optional() });

export const planSummarySchema = z.object({
  targets: z.number().int(),
  change: z.number().int(),
  same: z.number().int(),
  removals: z.number().int(),
  blocked: z.number().int(),
  unknown: z.number().int(),
  skipped: z.number().int(),
});
export type PlanSummary = z.infer<typeof planSummarySchema>;

/** Waves in order: so many targets, or so many percent of all; the last one takes what is left. */
export const waveSchema = z.union([
  z.strictObject({ name: z.string().min(1).max(60).optional(), targets: z.number() }),
  z.strictObject({ name: z.string().min(1).max(60).optional(), percent: z.number() }),
]);
export const rolloutLimitsSchema = z.strictObject({
  failedPercentOfWave: z.number().min(0).max(100),
  failedInAll: z.number().int().min(0),
  unreachablePercentOfWave: z.number().min(0).max(100),
  judgeAfter: z.number().int().min(1),
});

export const planSchema = z.object({
  id: z.string(),
  hash: z.string(),
  selector: z.object({ scope: z.string().nullable(), applianceIds: z.number().int().nullable() }),
  keys: z.array(z.string()).nullable(),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
  fresh: z.boolean(),
  summary: planSummarySchema,
  /** Why another person has to approve a rollout of it; empty: nobody. */
  needsApproval: z.array(z.object({ code: z.string(), detail: z.string() })),
  /** The waves it would be rolled out in where nothing else is asked for. */
  waves: z.array(z.object({ name: z.string().nullable(), targets: z.number().int() })),
});
export type Plan = z.infer<typeof planSchema>;

export const ROLLOUT_STATES = [
  'draft',
  'planned',
  'awaiting-approval',
  'running',
  'paused',
  'done',
  'failed',
  'rolling-back',
  'rolled-back',
  'cancelled',
] as const;
export const ROLLOUT_TARGET_STATES = [
  'pending',
  'checking',
  'unchanged',
  'skipped',
  'conflict',
  'applying',
  'verifying',
  'saving',
  'applied',
  'failed',
  'unreachable',
  'not-started',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
] as const;

export const newRolloutSchema = z.strictObject({
  planId: z.string(),
  name: z.string().min(1).max(120).optional(),
  /** False keeps it `planned`, to be submitted later. */
  submit: z.boolean().default(true),
  waves: z.array(waveSchema).min(1).max(20).optional(),
  limits: rolloutLimitsSchema.partial().optional(),
  /** Seconds that a finished wave is watched before the next begins. */
  bakeSeconds: z.number().int().min(0).max(604_800).optional(),
  /** `manual`: a person starts each wave after the first. */
  gate: z.enum(['auto', 'manual']).optional(),
  /** Instances of one host that are written at a time. */
  perHost: z.number().int().min(1).max(100).optional(),
  canarySite: z.string().max(100).optional(),
});

export const rolloutSchema = z.object({
  id: z.string(),
  name: z.string(),
  planId: z.string(),
  planHash: z.string(),
  state: z.enum(ROLLOUT_STATES),
  /** Why it is in this state where that is not plain: what paused it, `aborted`. */
  reason: z.string().nullable(),
  author: z.string(),
  source: z.enum(['api', 'config', 'drift', 'expiry', 'exception']),
  needsApproval: z.array(z.object({ code: z.string(), detail: z.string() })),
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  /** The reason given for starting it without approval; shown for ever. */
  breakGlass: z.string().nullable(),
  /** Targets of each wave, in order, and how far they are. */
  waves: z.array(
    z.object({
      name: z.string().nullable(),
      targets: z.number().int(),
      finished: z.number().int(),
      failed: z.number().int(),
      unreachable: z.number().int(),
    }),
  ),
  /** The wave that is under way, from 1; 0 before the first. */
  wave: z.number().int(),
  bakeSeconds: z.number().int(),
  bakingUntil: instant.nullable(),
  gate: z.enum(['auto', 'manual']),
  perHost: z.number().int(),
  limits: rolloutLimitsSchema,
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  counts: z.record(z.enum(ROLLOUT_TARGET_STATES), z.number().int()),
  /** What may be done with it now, by anybody. */
  actions: z.array(z.string()),
  version: z.number().int(),
});
export type Rollout = z.infer<typeof rolloutSchema>;
export const rolloutQuerySchema = z.object({ state: z.enum(ROLLOUT_STATES).optional() });

/**
 * One command that was sent and how the appliance answered; `answer` is null where it was `Done` without more, `ok` is
 * null where no answer is known.
 */
const sentCommandSchema = z.object({
  command: z.string(),
  ok: z.boolean().nullable(),
  answer: z.string().nullable(),
  at: instant,
  undoing: z.boolean(),
});

export const rolloutTargetSchema = z.object({
  applianceId: z.string(),
  applianceName: z.string(),
  hostName: z.string().nullable(),
  wave: z.number().int(),
  state: z.enum(ROLLOUT_TARGET_STATES),
  step: z.string().nullable(),
  cause: z.string().nullable(),
  changedKeys: z.array(z.string()),
  commands: z.array(z.string()),
  sent: z.array(sentCommandSchema),
  /** Whether the other one of a pair shows the same; null: not of a pair, or not read. */
  peerSynced: z.boolean().nullable(),
  /** Keys that a rollback left, since somebody else has changed them. */
  leftovers: z.array(z.string()),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  verifiedAt: instant.nullable(),
});
export type RolloutTarget = z.infer<typeof rolloutTargetSchema>;
export const rolloutTargetQuerySchema = z.object({
  state: z.enum(ROLLOUT_TARGET_STATES).optional(),
  wave: z.coerce.number().int().min(1).optional(),
});

export const rolloutCauseSchema = z.object({
  cause: z.string(),
  state: z.enum(['failed', 'unreachable', 'conflict', 'rollback-failed']),
  count: z.number().int(),
  sample: z.array(z.object({ applianceId: z.string(), applianceName: z.string(), build: z.string().nullable() })),
});
export type RolloutCause = z.infer<typeof rolloutCauseSchema>;

export const rolloutTransitionSchema = z.object({
  seq: z.number().int(),
  from: z.enum(ROLLOUT_STATES).nullable(),
  to: z.enum(ROLLOUT_STATES),
  event: z.string(),
  actor: z.string(),
  at: instant,
  reason: z.string().nullable(),
});

/** A word on an action of a rollout. */
export const rolloutCommentSchema = z
  .strictObject({ comment: z.string().min(1).max(500).nullable().default(null) })
  .prefault({});
/** Starting without approval: an administrator's reason, in words. */
export const breakGlassSchema = z.strictObject({ reason: z.string().min(10).max(500) });
/** Which targets to roll back; absent: all that were applied. */
export const rollbackSchema = z
  .strictObject({
    applianceIds: z.array(z.string()).min(1).max(20_000).optional(),
    states: z
      .array(z.enum(['applied', 'failed']))
      .min(1)
      .optional(),
    comment: z.string().min(1).max(500).nullable().default(null),
  })
  .prefault({});

export const POLICY_NAMES = ['approval', 'rollout'] as const;
/** When another person has to approve a rollout; null targets: never for their number. */
export const approvalPolicySchema = z.strictObject({
  overTargets: z.number().int().min(0).nullable(),
  lockedKeys: z.boolean(),
  disabling: z.boolean(),
  destinationChange: z.boolean(),
});
/** How rollouts go where nothing else is asked for; null waves: by the number of targets. */
export const rolloutPolicySchema = z.strictObject({
  waves: z.array(waveSchema).min(1).max(20).nullable(),
  bakeSeconds: z.number().int().min(0).max(604_800),
  gate: z.enum(['auto', 'manual']),
  perHost: z.number().int().min(1).max(100),
  canarySite: z.string().max(100).nullable(),
  limits: rolloutLimitsSchema,
});
export const policySchema = z.object({
  approval: approvalPolicySchema,
  rollout: rolloutPolicySchema,
  version: z.number().int(),
  updatedBy: z.string().nullable(),
  updatedAt: instant.nullable(),
});
export type Policy = z.infer<typeof policySchema>;
export const policyPatchSchema = z
  .strictObject({ approval: approvalPolicySchema.partial(), rollout: rolloutPolicySchema.partial() })
  .partial();
