import { z } from 'zod';
import { instant } from './page.js';
import { ROLES } from './permissions.js';
import { layerScopeSchema } from './settings.js';

/** What an owner answers for: a host with all of its instances, or one instance. */
export const ownerScopeSchema = layerScopeSchema.regex(/^(host|instance):/, 'host:<id> or instance:<id>');

const username = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._@+-]{0,98}[A-Za-z0-9])?$/, '1 to 100 letters, digits, . _ @ + -');
const password = z.string().min(12).max(1000);
const scopes = z.array(ownerScopeSchema).max(500);

/** A person to be added. Owners have at least one scope, all others have none. */
export const newUserSchema = z.strictObject({
  username,
  password,
  role: z.enum(ROLES),
  scopes: scopes.default([]),
});

/** What may be changed of a person. A role other than `owner` takes the scopes away. */
export const userPatchSchema = z
  .strictObject({ role: z.enum(ROLES), scopes, password, disabled: z.boolean() })
  .partial();

/** A person with a local account. */
export const userSchema = z.object({
  id: z.string(),
  username: z.string(),
  role: z.enum(ROLES),
  scopes: z.array(z.string()),
  /** Null: may sign in. */
  disabledAt: instant.nullable(),
  /** Until when wrong passwords keep the person out; null: not locked. */
  lockedUntil: instant.nullable(),
  createdAt: instant,
  version: z.number().int(),
});
export type User = z.infer<typeof userSchema>;
