import { z } from 'zod';
import { instant } from './page.js';
import { PERMISSIONS, ROLES } from './permissions.js';

export const signInSchema = z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) });

/** Who is signed in, by cookie or by token. */
export const meSchema = z.object({
  username: z.string(),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  /** The hosts and instances that an owner answers for; empty for all others. */
  scopes: z.array(z.string()),
  via: z.enum(['session', 'token']),
  expiresAt: instant,
});
export type Me = z.infer<typeof meSchema>;

export const newTokenSchema = z.object({
  name: z.string().min(1).max(100),
  /** No more than the maker may do. Absent: `operator` if the maker is allowed that, else the maker's own role. */
  role: z.enum(ROLES).optional(),
  expiresInDays: z.number().int().min(1).max(366).default(90),
});

/** A token as listed: never the token itself. */
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
});
export type Token = z.infer<typeof tokenSchema>;

/** The answer to creating a token: the only time `token` is shown. */
export const createdTokenSchema = tokenSchema.extend({ token: z.string() });

export const versionSchema = z.object({ name: z.string(), version: z.string(), node: z.string() });
