import { z } from 'zod';
import { REGISTRATION_STATES, type RegistrationState } from '../../callhome/src/index.js';
import { instant } from './page.js';

const STATES = Object.keys(REGISTRATION_STATES) as [RegistrationState, ...RegistrationState[]];

/**
 * How an appliance is registered with the receiver of its reports, and its heartbeats there. `never`: none was confirmed
 * yet; `late` and `overdue`: older than the interval, and than a quarter beyond it; `none`: nobody sends any.
 */
export const registrationSchema = z.object({
  applianceId: z.string(),
  state: z.enum(STATES),
  reason: z.string().nullable(),
  registeredAt: instant.nullable(),
  heartbeat: z.object({
    standing: z.enum(['none', 'never', 'on-time', 'late', 'overdue']),
    intervalDays: z.number().int().nullable(),
    lastAt: instant.nullable(),
    dueAt: instant.nullable(),
  }),
});
export type Registration = z.infer<typeof registrationSchema>;
