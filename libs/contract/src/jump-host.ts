import { z } from 'zod';
import { addressSchema, ALGORITHM_SETS, fingerprintSchema, portSchema } from './appliance.js';
import { instant } from './page.js';

export const JUMP_HOST_KINDS = ['ssh', 'socks5'] as const;

const editable = z.object({
  name: z.string().min(1).max(100),
  address: addressSchema,
  port: portSchema,
  credentialId: z.string().nullable(),
  viaId: z.string().nullable(),
  algorithms: z.enum(ALGORITHM_SETS),
});

/** A machine that forwards connections to appliances (`ssh`), or a SOCKS proxy (`socks5`). */
export const newJumpHostSchema = editable
  .extend({
    kind: z.enum(JUMP_HOST_KINDS),
    port: portSchema.optional(),
    credentialId: z.string().nullable().default(null),
    viaId: z.string().nullable().default(null),
    algorithms: z.enum(ALGORITHM_SETS).default('modern'),
    hostKey: fingerprintSchema.nullable().default(null),
  })
  .refine((value) => value.kind !== 'ssh' || value.credentialId !== null, {
    message: 'a jump host needs a login; only a SOCKS proxy may do without',
    path: ['credentialId'],
  })
  .transform((value) => ({ ...value, port: value.port ?? (value.kind === 'ssh' ? 22 : 1080) }));

/** What may be changed. Another address or port is another machine: its key must be accepted anew. */
export const jumpHostPatchSchema = editable.partial();

export const trustJumpHostKeySchema = z.object({ fingerprint: fingerprintSchema });

export const jumpHostSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(JUMP_HOST_KINDS),
  address: z.string(),
  port: portSchema,
  credentialId: z.string().nullable(),
  viaId: z.string().nullable(),
  algorithms: z.enum(ALGORITHM_SETS),
  hostKey: z.object({
    state: z.enum(['unseen', 'pending', 'trusted', 'changed', 'not-applicable']),
    alg: z.string().nullable(),
    fingerprint: z.string().nullable(),
    offered: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
  }),
  createdAt: instant,
  version: z.number().int(),
});
export type JumpHost = z.infer<typeof jumpHostSchema>;
