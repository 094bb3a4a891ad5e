import { z } from 'zod';
import { instant } from './page.js';

export const CONNECTION_STEPS = ['name', 'tcp', 'key', 'login', 'prompt', 'command'] as const;

/** One step of a connection test, in the order they are tried. */
export const connectionStepSchema = z.object({
  step: z.enum(CONNECTION_STEPS),
  title: z.string(),
  state: z.enum(['ok', 'failed', 'not-tried']),
  tookMs: z.number().int().nullable(),
  /** What was found: an address, a fingerprint, the first line of an answer. */
  found: z.string().nullable(),
  /** Why the step failed, as a code and in words, and what to do about it. */
  cause: z.string().nullable(),
  problem: z.string().nullable(),
  help: z.string().nullable(),
});
export type ConnectionStep = z.infer<typeof connectionStepSchema>;

/** What the last connection test of an appliance tried, step by step. */
export const connectionTestSchema = z.object({
  applianceId: z.string(),
  at: instant,
  ok: z.boolean(),
  tookMs: z.number().int(),
  steps: z.array(connectionStepSchema),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
