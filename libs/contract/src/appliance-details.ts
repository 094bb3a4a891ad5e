import { z } from 'zod';
import { instant } from './page.js';

const known = <Value extends z.ZodType>(value: Value) => z.object({ value, at: instant }).nullable();
const amount = z.number().nullable();

/** Which half of an HA pair; `unknown` where it does not say, or where claims contradict each other. */
export const HA_ROLES = ['primary', 'secondary', 'unknown'] as const;
export const LICENCE_SOURCES = ['local', 'pooled', 'central', 'express', 'unknown'] as const;
/** Why it is not known for certain how an appliance is deployed. */
export const DEPLOYMENT_CONFLICTS = ['peer-disagrees', 'ambiguous-peer', 'same-role', 'cluster-disagrees'] as const;

/** Facts an appliance printed, each with the time it was last read; null: not read yet. */
export const applianceDetailsSchema = z.object({
  platform: known(z.string()),
  licence: known(
    z.object({
      edition: z.string().nullable(),
      source: z.enum(LICENCE_SOURCES),
      /** 0 is also what a licence without an end of its own prints. */
      daysToExpiration: amount,
    }),
  ),
  /** A zone name or an offset, as printed. */
  timeZone: known(z.string()),
  unsavedChanges: known(z.boolean()),
  memoryUsedPercent: known(z.number()),
  /** Under the SVM of an SDX host. */
  hypervisor: known(z.object({ version: z.string().nullable(), address: z.string().nullable() })),
  /** `ssl-core` counts chips, `acu` asymmetric crypto units. On an instance only `assigned` and `up` are known. */
  chips: known(
    z.object({ unit: z.enum(['ssl-core', 'acu']), total: amount, free: amount, assigned: amount, up: amount }),
  ),
});

/** The other half of an HA pair, also if it is not in the inventory: then id and name are null. */
export const peerSchema = z.object({
  id: z.string().nullable(),
  name: z.string().nullable(),
  address: z.string().nullable(),
});

/** The cluster that an appliance is a node of. */
export const clusterSchema = z.object({
  id: z.number().int(),
  /** Where changes are written; null: not known. */
  address: z.string().nullable(),
  nodeId: z.number().int().nullable(),
  isCoordinator: z.boolean().nullable(),
  /** Members in the inventory, itself among them. */
  members: z.array(z.object({ id: z.string(), name: z.string() })),
});
