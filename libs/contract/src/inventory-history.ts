import { z } from 'zod';
import { instant } from './page.js';

/** Facts whose changes are kept. `hostId` is the mark of the machine. */
export const HISTORY_FIELDS = [
  'name', 'address', 'presence', 'model', 'serial', 'hostId', 'release', 'build', 'hypervisorVersion', 'mode', 'haRole',
  'cluster', 'licenceEdition', 'licenceSource', 'chipsTotal', 'chipsAssigned', 'timeZone',
] as const; // prettier-ignore

/** One fact that became another, when a reading or a person said so. */
export const inventoryChangeSchema = z.object({
  id: z.string(),
  applianceId: z.string(),
  applianceName: z.string(),
  field: z.enum(HISTORY_FIELDS),
  from: z.string(),
  to: z.string(),
  at: instant,
});
export type InventoryChange = z.infer<typeof inventoryChangeSchema>;

export const historyQuerySchema = z.object({
  /** `true` adds the changes of a host's instances. */
  instances: z.enum(['true', 'false']).default('false'),
});

/** An answer that was not understood, or not wholly. */
export const rawAnswerSchema = z.object({
  command: z.string(),
  reason: z.enum(['unknown-lines', 'unreadable', 'refused']),
  words: z.string(),
  outputBytes: z.number().int(),
  /** The appliance printed more than is kept. */
  isCut: z.boolean(),
  at: instant,
});
export type RawAnswer = z.infer<typeof rawAnswerSchema>;

/** With its text: control characters as they came, without what looks like a password or a token. */
export const rawAnswerTextSchema = rawAnswerSchema.extend({ output: z.string() });
export type RawAnswerText = z.infer<typeof rawAnswerTextSchema>;
