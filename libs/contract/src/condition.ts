import { z } from 'zod';
import { CONDITION_CODES, CONDITION_STATES, type ConditionCode } from '../../callhome/src/index.js';
import { instant } from './page.js';

export { CONDITION_CODES, CONDITION_STATES };
export type { ConditionCode };

/** A condition of one component of one appliance. `affects` has the ids of the instances that a host's fault can hit. */
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
  raisedAt: instant.nullable(),
  occurrences: z.number().int(),
  acknowledgement: z.object({ by: z.string(), note: z.string(), at: instant }).nullable(),
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
