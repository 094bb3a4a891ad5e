import { z } from 'zod';
import { DELIVERY_STATES as STATES, type DeliveryState } from '../../callhome/src/index.js';
import { CONDITION_CODES } from './condition.js';
import { instant } from './page.js';

export const DELIVERY_TYPES = ['registration', 'heartbeat', 'condition', 'manual', 'test'] as const;
export const DELIVERY_STATES = Object.keys(STATES) as [DeliveryState, ...DeliveryState[]];

/** One report on its way. `actions` are those possible in its state; null sizes and hashes are not known yet. */
export const deliverySchema = z.object({
  id: z.string(),
  type: z.enum(DELIVERY_TYPES),
  state: z.enum(DELIVERY_STATES),
  reason: z.string().nullable(),
  applianceId: z.string(),
  applianceName: z.string(),
  hostName: z.string().nullable(),
  conditionId: z.string().nullable(),
  conditionCode: z.enum(CONDITION_CODES).nullable(),
  component: z.string().nullable(),
  bootId: instant.nullable(),
  bundle: z
    .object({ bytes: z.number().int(), sha256: z.string(), fileName: z.string(), collectedMs: z.number().int() })
    .nullable(),
  destination: z.object({ id: z.string(), name: z.string() }).nullable(),
  attempts: z.object({ collect: z.number().int(), transmit: z.number().int(), max: z.number().int() }),
  nextAttemptAt: instant.nullable(),
  receipt: z.object({ receiptId: z.string().nullable(), sha256: z.string().nullable(), at: instant }).nullable(),
  caseNumber: z.string().nullable(),
  actions: z.array(z.enum(['retry', 'cancel'])),
  createdAt: instant,
  updatedAt: instant,
  version: z.number().int(),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryQuerySchema = z.object({
  state: z.string().optional(),
  applianceId: z.string().optional(),
  type: z.enum(DELIVERY_TYPES).optional(),
});

export const deliveryTransitionSchema = z.object({
  seq: z.number().int(),
  from: z.enum(DELIVERY_STATES).nullable(),
  to: z.enum(DELIVERY_STATES),
  event: z.string(),
  actor: z.string(),
  at: instant,
  reason: z.string().nullable(),
});
export type DeliveryTransition = z.infer<typeof deliveryTransitionSchema>;

/** A bundle that a person asks for, of any appliance. */
export const newDeliverySchema = z.strictObject({ applianceId: z.string(), reason: z.string().min(1).max(500) });

/** Where deliveries go. `url` is the receiver's base address, https only. */
export const newDestinationSchema = z.strictObject({
  name: z.string().min(1).max(100),
  kind: z.literal('https'),
  url: z.url({ protocol: /^https$/ }).max(2000),
  caPem: z.string().max(100_000).nullable().default(null),
  bearerToken: z.string().min(1).max(4000).nullable().default(null),
});
export type NewDestination = z.infer<typeof newDestinationSchema>;

export const destinationSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.literal('https'),
  url: z.string(),
  hasCa: z.boolean(),
  hasBearerToken: z.boolean(),
  createdAt: instant,
});
export type Destination = z.infer<typeof destinationSchema>;
