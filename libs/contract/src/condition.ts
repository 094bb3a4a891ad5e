import { z } from 'zod';
import { instant } from './page.js';

export const CONDITION_CODES = [
  'compact-flash-error',
  'hard-disk-error',
  'power-supply-failure',
  'ssl-card-failure',
  'warm-restart',
  'memory-anomaly',
  'rate-limit-drop',
] as const;
export type ConditionCode = (typeof CONDITION_CODES)[number];

export const CONDITION_STATES = ['ok', 'active', 'cleared', 'unknown', 'not-checked', 'not-applicable'] as const;

/** A condition of one component of one appliance. `affects` names the instances a host's fault can hit. */
export const conditionSchema = z.object({
  id: z.string(),
  code: z.enum(CONDITION_CODES),
  title: z.string(),
  level: z.enum(['host', 'instance']),
  applianceId: z.string(),
  applianceName: z.string(),
  component: z.string(),
  severity: z.enum(['critical', 'major', 'warning', 'none']),
  state: z.enum(CONDITION_STATES),
  opensServiceRequest: z.boolean(),
  firstSeenAt: instant.nullable(),
  latestSeenAt: instant.nullable(),
  checkedAt: instant,
  occurrences: z.number().int(),
  uploadedSinceBoot: z.boolean(),
  deliveryId: z.string().nullable(),
  affects: z.array(z.string()),
  evidence: z.object({ command: z.string(), line: z.string() }).nullable(),
});
export type Condition = z.infer<typeof conditionSchema>;

/** What one of the seven conditions is for an appliance: the worst of its components, or why it does not apply. */
export const conditionSummarySchema = z.object({
  code: z.enum(CONDITION_CODES),
  state: z.enum(CONDITION_STATES),
  reason: z.string().nullable(),
  checkedAt: instant.nullable(),
});
