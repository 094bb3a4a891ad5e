import { z } from 'zod';
import { CONDITION_CODES } from '../../callhome/src/index.js';
import { instant } from './page.js';
import { layerScopeSchema } from './settings.js';

const why = z.string().trim().min(1).max(500);

/** A time in which nothing is sent of a scope: `maintenance` of what is worked on, `silence` of what nobody wants to hear. */
export const newQuietPeriodSchema = z
  .strictObject({
    kind: z.enum(['maintenance', 'silence']),
    scope: layerScopeSchema,
    /** Absent: now. */
    from: instant.optional(),
    until: instant,
    reason: why,
  })
  .refine(({ from, until }) => from === undefined || Date.parse(from) < Date.parse(until), {
    path: ['until'],
    message: 'is not after from',
  })
  .refine(({ until }) => Date.parse(until) > Date.now(), { path: ['until'], message: 'is over already' });

/** `code` and `component` name the one condition that is silenced; null: all of the scope. */
export const quietPeriodSchema = z.object({
  id: z.string(),
  kind: z.enum(['maintenance', 'silence']),
  scope: z.string(),
  code: z.enum(CONDITION_CODES).nullable(),
  component: z.string().nullable(),
  from: instant,
  until: instant,
  reason: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  endedBy: z.string().nullable(),
  endedAt: instant.nullable(),
});
export type QuietPeriod = z.infer<typeof quietPeriodSchema>;

export const quietPeriodQuerySchema = z.object({ open: z.enum(['true', 'false']).default('true') });

/** What a person says who has seen a condition. */
export const acknowledgeConditionSchema = z.strictObject({ note: why });

/** Until when nobody wants to hear of a condition, and why. */
export const silenceConditionSchema = z
  .strictObject({ until: instant, reason: why })
  .refine(({ until }) => Date.parse(until) > Date.now(), { path: ['until'], message: 'is over already' });
