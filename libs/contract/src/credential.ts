import { z } from 'zod';
import { instant } from './page.js';

/** A login for appliances. Secrets go in and never come out. */
export const newCredentialSchema = z
  .object({
    name: z.string().min(1).max(100),
    username: z.string().min(1).max(200),
    password: z.string().min(1).max(1000).optional(),
    privateKey: z.string().min(1).max(20_000).optional(),
    passphrase: z.string().max(1000).optional(),
  })
  .refine((value) => (value.password === undefined) !== (value.privateKey === undefined), {
    message: 'give either a password or a private key',
    path: ['password'],
  });
export type NewCredential = z.infer<typeof newCredentialSchema>;

export const credentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  kind: z.enum(['password', 'key']),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export type Credential = z.infer<typeof credentialSchema>;
