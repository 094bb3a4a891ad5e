import { z } from 'zod';
import { DRIFT_STATES } from './appliance.js';
import { instant } from './page.js';

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

const nullable = Object.fromEntries(
  Object.entries(settingsSchema.shape).map(([key, schema]) => [key, schema.nullable()]),
) as { [K in SettingKey]: z.ZodNullable<(typeof settingsSchema.shape)[K]> };

/** The partial set of one layer. */
export const layerSettingsSchema = z.strictObject(nullable).partial();
export type LayerSettings = z.infer<typeof layerSettingsSchema>;

/** A layer's scope: `fleet`, or `instance:` and the appliance's id. */
export const layerScopeSchema = z
  .string()
  .regex(/^(fleet|instance:app_[0-9A-HJKMNP-TV-Z]{26})$/, 'fleet or instance:<id>');

export const putLayerSchema = z.strictObject({
  settings: layerSettingsSchema,
  locks: z.array(z.enum(SETTING_KEYS)).default([]),
  note: z.string().max(500).nullable().default(null),
});

export const layerSchema = z.object({
  scope: z.string(),
  revision: z.number().int(),
  settings: layerSettingsSchema,
  locks: z.array(z.enum(SETTING_KEYS)),
  note: z.string().nullable(),
  updatedBy: z.string().nullable(),
  updatedAt: instant.nullable(),
  warnings: z.array(z.object({ key: z.string(), code: z.string(), detail: z.string() })),
});
export type Layer = z.infer<typeof layerSchema>;

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
  device: z.object({ value: z.unknown(), readAt: instant, saved: z.boolean().nullable() }).nullable(),
  drift: z.enum(DRIFT_STATES),
});

export const effectiveSchema = z.object({
  applianceId: z.string(),
  computedAt: instant,
  inputs: z.record(z.string(), z.number().int()),
  keys: z.partialRecord(z.enum(SETTING_KEYS), effectiveValueSchema),
});
export type Effective = z.infer<typeof effectiveSchema>;
