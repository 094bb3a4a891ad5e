import { z } from 'zod';
import { NOTIFIED_EVENTS } from '../../callhome/src/index.js';
import { addressSchema, portSchema } from './appliance.js';
import { instant } from './page.js';
import { layerScopeSchema } from './settings.js';

const severity = z.enum(['critical', 'major', 'warning']);
const httpsUrl = z.url({ protocol: /^https$/ }).max(2000);
const pem = z.string().max(200_000).nullable().default(null);
const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\r\n\0]*$/, 'must be one line');
const mailAddress = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/, 'must be a mail address');

/** How a receiver is reached. `caPem`: authorities trusted beside the public ones. */
export const channelSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('snmp-v2c'), host: addressSchema, port: portSchema.default(162) }),
  z.strictObject({
    kind: z.literal('snmp-v3'),
    host: addressSchema,
    port: portSchema.default(162),
    user: line,
    /** Null: traps are not signed. */
    authentication: z.enum(['sha', 'sha256', 'sha512']).nullable(),
    /** Null: traps are not encrypted. */
    privacy: z.enum(['aes128', 'aes256']).nullable(),
  }),
  z.strictObject({ kind: z.literal('webhook'), url: httpsUrl, caPem: pem }),
  z.strictObject({
    kind: z.literal('mail'),
    host: addressSchema,
    port: portSchema.default(587),
    /** `none`: only for a server on the controller's own machine. */
    security: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
    caPem: pem,
    /** Null: the server wants no login. */
    user: line.nullable().default(null),
    from: mailAddress,
    to: z.array(mailAddress).min(1).max(50),
  }),
  z.strictObject({
    kind: z.literal('service-now'),
    url: httpsUrl,
    caPem: pem,
    access: z.enum(['basic', 'oauth']).default('basic'),
    user: line,
  }),
  z.strictObject({
    kind: z.literal('jira'),
    url: httpsUrl,
    caPem: pem,
    flavour: z.enum(['cloud', 'data-center']),
    project: line,
    issueType: line,
    /** Cloud: the account's e-mail address; data centre: null. */
    user: line.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('ticket-webhook'), url: httpsUrl, caPem: pem }),
]);
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

const secret = z.string().min(1).max(2000);
const snmpKey = z.string().min(8, 'must have 8 characters or more').max(200);
const signingSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,128}={0,2}$/, 'must be `whsec_` and 24 random bytes or more in base64');

/** Secrets by name; they are taken and never given back. */
export const channelSecretsSchema = z.strictObject({
  community: secret.optional(),
  authenticationKey: snmpKey.optional(),
  privacyKey: snmpKey.optional(),
  signingSecret: signingSecret.optional(),
  /** Signs as well while receivers change over. */
  formerSigningSecret: signingSecret.optional(),
  /** Password or token. */
  password: secret.optional(),
});
export type ChannelSecretName = keyof z.infer<typeof channelSecretsSchema>;

/** The secrets that a channel cannot do without. */
export function secretsNeeded(settings: ChannelSettings): ChannelSecretName[] {
  switch (settings.kind) {
    case 'snmp-v2c':
      return ['community'];
    case 'snmp-v3':
      return [
        ...(settings.authentication === null ? [] : (['authenticationKey'] as const)),
        ...(settings.privacy === null ? [] : (['privacyKey'] as const)),
      ];
    case 'webhook':
    case 'ticket-webhook':
      return ['signingSecret'];
    case 'mail':
      return settings.user === null ? [] : ['password'];
    case 'service-now':
    case 'jira':
      return ['password'];
  }
}

/** What a channel of this kind has words for: a ticket system takes calls for support and nothing else. */
export function eventsOf({ kind }: Pick<ChannelSettings, 'kind'>): readonly (typeof NOTIFIED_EVENTS)[number][] {
  if (kind === 'snmp-v2c' || kind === 'snmp-v3') {
    return ['condition.raised', 'condition.cleared', 'delivery.delivered', 'delivery.failed'];
  }
  if (kind === 'webhook' || kind === 'mail') return NOTIFIED_EVENTS;
  return ['service-request.opened'];
}

const editable = z.strictObject({
  name: line,
  scope: layerScopeSchema,
  events: z.array(z.enum(NOTIFIED_EVENTS)).min(1),
  /** What is less severe is not told; null: everything is. */
  leastSeverity: severity.nullable(),
  settings: channelSettingsSchema,
  /** Mail only: what comes within this time goes out together; null: each by itself. */
  digestMinutes: z.number().int().min(1).max(1440).nullable(),
  isEnabled: z.boolean(),
  secrets: channelSecretsSchema,
});

/** A way to tell somebody. */
export const newChannelSchema = editable.extend({
  scope: layerScopeSchema.default('fleet'),
  leastSeverity: severity.nullable().default(null),
  digestMinutes: z.number().int().min(1).max(1440).nullable().default(null),
  isEnabled: z.boolean().default(true),
  secrets: channelSecretsSchema.default({}),
});

/** What may be changed; secrets that are not named stay, unless the kind changes. */
export const channelPatchSchema = editable.partial();

export const channelSchema = editable.omit({ secrets: true }).extend({
  id: z.string(),
  scope: z.string(),
  /** Names of the secrets that it has. */
  secrets: z.array(z.string()),
  /** Why it was switched off by itself; null: it was not. */
  disabledReason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  version: z.number().int(),
});
export type Channel = z.infer<typeof channelSchema>;

const notificationState = z.enum(['pending', 'sent', 'failed']);

/** One thing told, or to be told, over one channel. */
export const notificationSchema = z.object({
  id: z.string(),
  channelId: z.string(),
  event: z.enum([...NOTIFIED_EVENTS, 'test']),
  subject: z.string(),
  applianceId: z.string().nullable(),
  severity: z.enum(['critical', 'major', 'warning', 'none']),
  title: z.string(),
  happenedAt: instant,
  state: notificationState,
  attempts: z.number().int(),
  /** Stable code of why the last attempt failed; null: it did not. */
  cause: z.string().nullable(),
  detail: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type Notification = z.infer<typeof notificationSchema>;

export const notificationQuerySchema = z.object({
  channelId: z.string().optional(),
  state: notificationState.optional(),
});
