import { z } from 'zod';
import { SERVICE_REQUEST_STATES, type ServiceRequestState } from '../../callhome/src/index.js';
import { instant } from './page.js';

const severity = z.enum(['critical', 'major', 'warning', 'none']);
const [first, ...others] = Object.keys(SERVICE_REQUEST_STATES) as [ServiceRequestState, ...ServiceRequestState[]];
const requestState = z.enum([first, ...others]);

/** Where an incident stands; `merged`: another took its conditions over. */
export const INCIDENT_STATES = ['open', 'closed', 'merged'] as const;

/** Conditions that have one cause, as far as can be told; `storm`: many at one site within an hour. */
export const incidentSchema = z.object({
  id: z.string(),
  kind: z.enum(['single', 'host-fault', 'storm']),
  state: z.enum(INCIDENT_STATES),
  title: z.string(),
  severity,
  site: z.string().nullable(),
  hostId: z.string().nullable(),
  rootConditionId: z.string(),
  conditionIds: z.array(z.string()),
  serviceRequestIds: z.array(z.string()),
  openedAt: instant,
  closedAt: instant.nullable(),
  mergedInto: z.string().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

export const incidentQuerySchema = z.object({
  state: z.enum(INCIDENT_STATES).optional(),
  applianceId: z.string().optional(),
});

/** A call for support; `number`: as support named it. */
export const serviceRequestSchema = z.object({
  id: z.string(),
  state: requestState,
  summary: z.string(),
  severity,
  applianceId: z.string(),
  conditionId: z.string(),
  incidentId: z.string(),
  deliveryId: z.string().nullable(),
  number: z.string().nullable(),
  reason: z.string().nullable(),
  occurrences: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

export const serviceRequestQuerySchema = z.object({
  state: requestState.optional(),
  incidentId: z.string().optional(),
});

/** One step of a service request; `fromState` null: it was made. */
export const serviceRequestTransitionSchema = z.object({
  seq: z.number().int(),
  fromState: requestState.nullable(),
  toState: requestState,
  event: z.string(),
  actor: z.string(),
  at: instant,
  reason: z.string().nullable(),
});

/** Why a person moves a service request. */
export const moveServiceRequestSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** The number that support gave a request. */
export const serviceRequestNumberSchema = z.strictObject({ number: z.string().trim().min(1).max(100) });
