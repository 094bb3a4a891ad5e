import { z } from 'zod';
import { DRIFT_STATES } from './appliance.js';
import { instant } from './page.js';
import { placeNameSchema } from './place-name.js';

const port = z.number().int().min(1).max(65_535);

/** A proxy is one value: set whole or inherited whole. */
export const proxySchema = z.union([
  z.literal('none'),
  z.strictObject({ address: z.string().min(1).max(253), port }),
  z.strictObject({ service: z.string().min(1).max(128), port }),
]);

/**
 * Call Home settings by key. In a layer an absent key inherits and null asks for the device default.
 * Ranges and lengths are judged by the domain, so that one refusal lists every wrong value.
 */
export const settingsSchema = z.strictObject({
  enabled: z.boolean(),
  emailAddress: z.string(),
  proxy: proxySchema,
  heartbeatIntervalDays: z.number(),
  mode: z.enum(['Default', 'CSP', 'Connector']),
  uploadAlarm: z.boolean(),
  uploadVia: z.enum(['controller', 'instance']),
  destination: z.string(),
  review: z.enum(['send', 'hold']),
  redaction: z.enum(['none', 'secrets', 'full']),
  saveConfig: z.enum(['when-clean', 'always', 'never']),
});
export const SETTING_KEYS = settingsSchema.keyof().options;
export type SettingKey = (typeof SETTING_KEYS)[number];
export const settingKeySchema = z.enum(SETTING_KEYS);

const nullable = Object.fromEntries(
  Object.entries(settingsSchema.shape).map(([key, schema]) => [key, schema.nullable()]),
) as { [K in SettingKey]: z.ZodNullable<(typeof settingsSchema.shape)[K]> };

/** The partial set of one layer. */
export const layerSettingsSchema = z.strictObject(nullable).partial();
export type LayerSettings = z.infer<typeof layerSettingsSchema>;

const APPLIANCE_ID = 'app_[0-9A-HJKMNP-TV-Z]{26}';
/** A layer's scope: `fleet`, `site:` or `group:` and its name, `host:` or `instance:` and the appliance's id. */
export const layerScopeSchema = z
  .string()
  .regex(
    new RegExp(`^(fleet|(site|group):[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,62}|(host|instance):${APPLIANCE_ID})$`, 'u'),
    'fleet, site:<name>, group:<name>, host:<id> or instance:<id>',
  );

const lockReasonsSchema = z.partialRecord(settingKeySchema, z.string().min(1).max(300));

export const putLayerSchema = z.strictObject({
  settings: layerSettingsSchema,
  locks: z.array(settingKeySchema).default([]),
  /** Why a key is locked; a locked key without a reason of its own goes by the note. */
  lockReasons: lockReasonsSchema.default({}),
  note: z.string().max(500).nullable().default(null),
  /** On an instance only: when its override ends. It then becomes a plan; nothing is pushed by itself. */
  expiresAt: instant.nullable().default(null),
});

/** Who may change a layer: people, or only the file of that name. `editable` keys may be changed by people all the same. */
export const managedBySchema = z.object({
  type: z.enum(['console', 'git']),
  name: z.string().nullable(),
  editable: z.array(settingKeySchema),
});

/** How a revision came to be. */
export const REVISION_CAUSES = ['edit', 'revert', 'expiry', 'adoption', 'exception', 'config', 'upgrade'] as const;

/** How many appliances a change would concern; see `planSummarySchema`. Only in the answer to a dry run. */
const effectSchema = z.object({
  targets: z.number().int(),
  change: z.number().int(),
  same: z.number().int(),
  removals: z.number().int(),
  blocked: z.number().int(),
  unknown: z.number().int(),
  skipped: z.number().int(),
});

export const layerSchema = z.object({
  scope: z.string(),
  /** Orders groups among each other, a higher one wins; 0 for every other scope. */
  priority: z.number().int(),
  revision: z.number().int(),
  managedBy: managedBySchema,
  settings: layerSettingsSchema,
  locks: z.array(settingKeySchema),
  lockReasons: lockReasonsSchema,
  /** Keys that a granted exception lets this layer set below a lock. */
  exempt: z.array(settingKeySchema),
  note: z.string().nullable(),
  expiresAt: instant.nullable(),
  updatedBy: z.string().nullable(),
  updatedAt: instant.nullable(),
  warnings: z.array(z.object({ key: z.string(), code: z.string(), detail: z.string() })),
  /** What saving it would change on appliances; only in the answer to a dry run. */
  effect: effectSchema.optional(),
});
export type Layer = z.infer<typeof layerSchema>;

/** One earlier or present state of a layer. */
export const layerRevisionSchema = z.object({
  scope: z.string(),
  revision: z.number().int(),
  cause: z.enum(REVISION_CAUSES),
  settings: layerSettingsSchema,
  locks: z.array(settingKeySchema),
  lockReasons: lockReasonsSchema,
  exempt: z.array(settingKeySchema),
  note: z.string().nullable(),
  expiresAt: instant.nullable(),
  by: z.string(),
  at: instant,
  /** Keys whose value or lock differs from the revision before. */
  changedKeys: z.array(settingKeySchema),
});
export type LayerRevision = z.infer<typeof layerRevisionSchema>;
export const revertLayerSchema = z.strictObject({
  revision: z.number().int().min(0),
  note: z.string().max(500).nullable().default(null),
});

const sourceSchema = z.object({
  scope: z.string(),
  revision: z.number().int(),
  by: z.string().nullable(),
  at: instant.nullable(),
});

/** One effective value and where it comes from; `overrides` are the values it shadows, strongest first. */
export const effectiveValueSchema = z.object({
  value: z.unknown(),
  source: sourceSchema,
  overrides: z.array(sourceSchema.extend({ value: z.unknown() })),
  blocked: z.array(z.object({ scope: z.string(), value: z.unknown() })),
  locked: z.boolean(),
  lockedBy: sourceSchema.nullable(),
  lockReason: z.string().nullable(),
  /** The value stands below a lock, by a granted exception. */
  exempted: z.boolean(),
  device: z.object({ value: z.unknown(), readAt: instant, saved: z.boolean().nullable() }).nullable(),
  /** What was last pushed and what the appliance showed right after; null: never pushed. */
  applied: z.object({ value: z.unknown(), read: z.unknown(), at: instant, rolloutId: z.string() }).nullable(),
  drift: z.enum(DRIFT_STATES),
});
export type EffectiveValue = z.infer<typeof effectiveValueSchema>;

export const effectiveSchema = z.object({
  applianceId: z.string(),
  computedAt: instant,
  inputs: z.record(z.string(), z.number().int()),
  keys: z.partialRecord(settingKeySchema, effectiveValueSchema),
});
export type Effective = z.infer<typeof effectiveSchema>;

/** What members of a scope get, and where they differ from it. */
export const scopeEffectiveQuerySchema = z.object({ scope: layerScopeSchema });
export const scopeEffectiveSchema = z.object({
  scope: z.string(),
  computedAt: instant,
  members: z.number().int(),
  inputs: z.record(z.string(), z.number().int()),
  keys: z.partialRecord(
    settingKeySchema,
    z.object({
      value: z.unknown(),
      source: sourceSchema,
      overrides: z.array(sourceSchema.extend({ value: z.unknown() })),
      locked: z.boolean(),
      lockReason: z.string().nullable(),
      same: z.number().int(),
      differ: z.number().int(),
      /** The other values members have, most frequent first; `sample` are up to five of them. */
      variants: z.array(
        z.object({ value: z.unknown(), from: z.string(), count: z.number().int(), sample: z.array(z.string()) }),
      ),
      /** How many more values there are than are listed. */
      furtherVariants: z.number().int(),
    }),
  ),
});
export type ScopeEffective = z.infer<typeof scopeEffectiveSchema>;

/**
 * One appliance that does not show what is asked for. `approxTotal` of their list counts them up to 10,000 appliances
 * under the scope, and above that the appliances under the scope: drift is computed and not stored.
 */
export const driftRowSchema = z.object({
  applianceId: z.string(),
  applianceName: z.string(),
  hostName: z.string().nullable(),
  state: z.enum(DRIFT_STATES),
  readAt: instant.nullable(),
  keys: z.array(
    z.object({
      key: settingKeySchema,
      drift: z.enum(DRIFT_STATES),
      wanted: z.unknown(),
      device: z.unknown(),
      source: z.string(),
    }),
  ),
});
export type DriftRow = z.infer<typeof driftRowSchema>;
export const driftQuerySchema = z.object({
  scope: layerScopeSchema.default('fleet'),
  /** Absent: drifted, in conflict, pending or unsaved. */
  state: z.enum(DRIFT_STATES).optional(),
});
/** Which keys to take from, or give back to, an appliance; absent: every key that drifted. */
export const driftActionSchema = z
  .strictObject({
    keys: z.array(settingKeySchema).min(1).optional(),
    reason: z.string().min(1).max(500).nullable().default(null),
  })
  .prefault({});

export const EXCEPTION_STATES = ['requested', 'granted', 'denied', 'withdrawn'] as const;
/** A wish to set a locked key on one instance or host all the same. */
export const newExceptionSchema = z.strictObject({
  scope: z.string().regex(new RegExp(`^(host|instance):${APPLIANCE_ID}$`), 'host:<id> or instance:<id>'),
  key: settingKeySchema,
  /** Judged like the value of a layer. */
  value: z.unknown(),
  reason: z.string().min(1).max(500),
});
export const decideExceptionSchema = z
  .strictObject({ note: z.string().max(500).nullable().default(null) })
  .prefault({});
export const exceptionSchema = z.object({
  id: z.string(),
  scope: z.string(),
  applianceName: z.string(),
  key: settingKeySchema,
  value: z.unknown(),
  reason: z.string(),
  state: z.enum(EXCEPTION_STATES),
  lockedBy: z.string().nullable(),
  requestedBy: z.string(),
  requestedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionNote: z.string().nullable(),
});
export type SettingsException = z.infer<typeof exceptionSchema>;
export const exceptionQuerySchema = z.object({
  state: z.enum(EXCEPTION_STATES).optional(),
  scope: layerScopeSchema.optional(),
});

/** A site, as a place that settings can be given at. */
export const siteSchema = z.object({
  name: placeNameSchema,
  note: z.string().nullable(),
  appliances: z.number().int(),
  createdBy: z.string(),
  createdAt: instant,
  version: z.number().int(),
});
export type Site = z.infer<typeof siteSchema>;
export const newSiteSchema = z.strictObject({
  name: placeNameSchema,
  note: z.string().max(500).nullable().default(null),
});
export const sitePatchSchema = z.strictObject({ note: z.string().max(500).nullable() }).partial();

/** A group of appliances across sites. Of two groups that set one key, the one of the higher priority wins. */
export const groupSchema = siteSchema.extend({ priority: z.number().int() });
export type Group = z.infer<typeof groupSchema>;
const priority = z.number().int().min(1).max(1_000_000);
export const newGroupSchema = newSiteSchema.extend({ priority });
export const groupPatchSchema = z.strictObject({ note: z.string().max(500).nullable(), priority }).partial();
