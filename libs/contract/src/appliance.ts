import { z } from 'zod';
import {
  DEPLOYMENT_CONFLICTS,
  HA_ROLES,
  applianceDetailsSchema,
  clusterSchema,
  peerSchema,
} from './appliance-details.js';
import { conditionSummarySchema } from './condition.js';
import { instant } from './page.js';
import { placeNameSchema } from './place-name.js';

export const APPLIANCE_KINDS = ['sdx-host', 'sdx-instance', 'mpx', 'vpx'] as const;
export const REACHABILITY_STATES = ['unknown', 'reachable', 'slow', 'unreachable', 'maintenance'] as const;
export const HOST_KEY_STATES = ['unseen', 'pending', 'trusted', 'changed', 'revoked'] as const;
export const IDENTITY_STATES = ['unknown', 'known', 'changed'] as const;
export const CREDENTIAL_STATES = [
  'missing',
  'untested',
  'valid',
  'auth-failed',
  'suspended',
  'insufficient',
  'expiring',
  'expired',
] as const;
export const DRIFT_STATES = [
  'unknown',
  'in-sync',
  'pending',
  'drifted',
  'unsaved',
  'unmanaged',
  'not-applicable',
  'conflict',
] as const;
export const REGISTRATION_STATES = [
  'unknown',
  'off',
  'unregistered',
  'registering',
  'registered',
  'stale',
  'failed:no-contract',
  'failed:unreachable',
  'failed:proxy-auth',
  'failed:tls',
  'failed:other',
] as const;

/** `legacy` adds algorithms that old builds need and that are weak; never used unless somebody chose it. */
export const ALGORITHM_SETS = ['modern', 'legacy'] as const;
/** How commands are given: one channel each, one terminal, or whichever is found to work. */
export const CHANNEL_SETTINGS = ['auto', 'exec', 'shell'] as const;

export const addressSchema = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[0-9A-Za-z.:_-]+$/, 'an IP address or a host name');
export const portSchema = z.number().int().min(1).max(65_535);
export const fingerprintSchema = z.string().regex(/^SHA256:[0-9A-Za-z+/]{43}$/, 'a fingerprint as SHA256:…');

/** A host, or a standalone MPX or VPX, to be added. Instances of a host are discovered, not added. */
export const newApplianceSchema = z
  .object({
    kind: z.enum(['sdx-host', 'mpx', 'vpx']),
    name: z.string().min(1).max(100),
    address: addressSchema,
    port: portSchema.default(22),
    credentialId: z.string(),
    instanceCredentialId: z.string().nullable().default(null),
    instancePort: portSchema.default(22),
    site: placeNameSchema.nullable().default(null),
    groups: z.array(placeNameSchema).max(50).default([]),
    hostKeyPolicy: z.enum(['approve', 'trust-first', 'pinned']).default('approve'),
    hostKey: fingerprintSchema.nullable().default(null),
    jumpHostId: z.string().nullable().default(null),
    algorithms: z.enum(ALGORITHM_SETS).default('modern'),
    channel: z.enum(CHANNEL_SETTINGS).default('auto'),
  })
  .refine((value) => value.hostKeyPolicy !== 'pinned' || value.hostKey !== null, {
    message: 'a pinned host key needs its fingerprint',
    path: ['hostKey'],
  });
export type NewAppliance = z.infer<typeof newApplianceSchema>;

/** What may be changed afterwards. On an instance, address, port and credentialId override what the SVM says. */
export const appliancePatchSchema = z
  .object({
    name: z.string().min(1).max(100),
    address: addressSchema.nullable(),
    port: portSchema.nullable(),
    credentialId: z.string().nullable(),
    site: placeNameSchema.nullable(),
    groups: z.array(placeNameSchema).max(50),
    jumpHostId: z.string().nullable(),
    algorithms: z.enum(ALGORITHM_SETS),
    channel: z.enum(CHANNEL_SETTINGS),
  })
  .partial();
export type AppliancePatch = z.infer<typeof appliancePatchSchema>;

/** An appliance: what the operator said of it, what was last seen of it, and when. */
export const applianceSchema = z.object({
  id: z.string(),
  kind: z.enum(APPLIANCE_KINDS),
  name: z.string(),
  address: z.string(),
  port: portSchema,
  hostId: z.string().nullable(),
  hostName: z.string().nullable(),
  site: z.string().nullable(),
  groups: z.array(z.string()),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  build: z.string().nullable(),
  mode: z.enum(['standalone', 'ha', 'cluster', 'unknown']),
  /** Null unless the mode is `ha`, as is `peer`. */
  role: z.enum(HA_ROLES).nullable(),
  /** The peer's id where it is in the inventory. */
  peerId: z.string().nullable(),
  peer: peerSchema.nullable(),
  /** Null unless the mode is `cluster`. */
  cluster: clusterSchema.nullable(),
  /** Null where nothing contradicts what it says of its deployment. */
  deploymentConflict: z.enum(DEPLOYMENT_CONFLICTS).nullable(),
  release: z.string().nullable(),
  details: applianceDetailsSchema,
  /** When it was first read; null: never. */
  firstSeenAt: instant.nullable(),
  bootId: instant.nullable(),
  reachability: z.object({
    state: z.enum(REACHABILITY_STATES),
    cause: z.string().nullable(),
    at: instant.nullable(),
  }),
  credential: z.object({ id: z.string().nullable(), state: z.enum(CREDENTIAL_STATES) }),
  hostKey: z.object({
    state: z.enum(HOST_KEY_STATES),
    alg: z.string().nullable(),
    fingerprint: z.string().nullable(),
    offered: z.string().nullable(),
  }),
  /** The machine itself by its marks. `changed`: another one answers there, and all work waits until it is accepted. */
  identity: z.object({
    state: z.enum(IDENTITY_STATES),
    serial: z.string().nullable(),
    hostId: z.string().nullable(),
    offered: z.object({ serial: z.string().nullable(), hostId: z.string().nullable() }).nullable(),
    changedAt: instant.nullable(),
  }),
  /** How it is reached: `jumpHostId` is its own or its host's; `channelInUse` is what was found to work. */
  connection: z.object({
    jumpHostId: z.string().nullable(),
    algorithms: z.enum(ALGORITHM_SETS),
    channel: z.enum(CHANNEL_SETTINGS),
    channelInUse: z.enum(['exec', 'shell']).nullable(),
  }),
  callHome: z
    .object({
      enabled: z.boolean().nullable(),
      registration: z.enum(REGISTRATION_STATES),
      drift: z.enum(DRIFT_STATES),
      overrides: z.number().int(),
      readAt: instant.nullable(),
    })
    .nullable(),
  conditions: z.array(conditionSummarySchema),
  instanceCount: z.number().int(),
  lastSeenAt: instant.nullable(),
  goneAt: instant.nullable(),
  createdAt: instant,
  version: z.number().int(),
});
export type Appliance = z.infer<typeof applianceSchema>;

export const applianceQuerySchema = z.object({
  kind: z.enum(APPLIANCE_KINDS).optional(),
  hostId: z.string().optional(),
  site: z.string().optional(),
  reach: z.enum(REACHABILITY_STATES).optional(),
  q: z.string().max(200).optional(),
});

export const hostKeySchema = z.object({
  fingerprint: z.string(),
  alg: z.string(),
  state: z.enum(['pending', 'trusted', 'changed', 'replaced', 'revoked']),
  firstSeenAt: instant,
  lastSeenAt: instant,
  /** Who or what made it trusted; `ca:` and a name where an authority did. */
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  /** Who or what took it out of trust. */
  endedBy: z.string().nullable(),
  endedAt: instant.nullable(),
  reason: z.string().nullable(),
});
export type HostKey = z.infer<typeof hostKeySchema>;

/** A part of a host: a drive, a logical drive, a storage repository, the SSL chips, a power supply, a fan, a sensor. */
export const componentSchema = z.object({
  component: z.string(),
  kind: z.enum(['drive', 'logical-drive', 'storage-repository', 'ssl-chips', 'power-supply', 'fan', 'temperature']),
  /** `missing`: listed before and not any more; it stays until that is confirmed or its place is filled. */
  state: z.enum(['ok', 'failed', 'unknown', 'not-applicable', 'missing']),
  stateSince: instant,
  text: z.string(),
  affects: z.array(z.string()),
  checkedAt: instant,
});
export type Component = z.infer<typeof componentSchema>;
