import { z } from 'zod';
import { planSchema, planSummarySchema, rolloutSchema, waveSchema } from './rollout.js';
import { placeNameSchema } from './place-name.js';
import { layerSettingsSchema, settingKeySchema } from './settings.js';

/** The text of a Call Home file, YAML or JSON. */
export const configFileSchema = z.strictObject({
  file: z.string(),
  /** Needed where the file asks to prune all: scopes that it does not name are emptied then. */
  pruneAll: z.boolean().default(false),
});
export const applyConfigSchema = configFileSchema.extend({
  /** The hash that the diff answered; refused if anything has changed since. */
  expect: z.string().optional(),
  /** Whether to plan what follows from it on appliances, and to begin rolling that out. */
  rollout: z.enum(['none', 'plan', 'start']).default('plan'),
});

/** What a file changes in one scope. */
export const configChangeSchema = z.object({
  scope: z.string(),
  /** How the file calls it; null for the fleet, and for what the file does not name. */
  name: z.string().nullable(),
  /** A site or group that it adds, or a group whose priority it changes. */
  place: z.enum(['added', 'changed']).nullable(),
  keys: z.array(
    z.object({
      key: settingKeySchema,
      change: z.enum(['added', 'changed', 'removed']),
      /** Null: the device default; absent: inherited. */
      from: z.unknown().optional(),
      to: z.unknown().optional(),
    }),
  ),
  locks: z.object({ added: z.array(settingKeySchema), removed: z.array(settingKeySchema) }),
  /** What else of it changes. */
  about: z.array(z.enum(['note', 'expires', 'owner', 'priority', 'lock-reasons'])),
});
export type ConfigChange = z.infer<typeof configChangeSchema>;

export const configDiffSchema = z.object({
  /** The same as long as file and layers are the same; for `expect`. */
  hash: z.string(),
  changes: z.array(configChangeSchema),
  removals: z.number().int(),
  effect: planSummarySchema,
  warnings: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});
export type ConfigDiff = z.infer<typeof configDiffSchema>;

export const configAppliedSchema = configDiffSchema.extend({
  plan: planSchema.nullable(),
  rollout: rolloutSchema.nullable(),
});
export type ConfigApplied = z.infer<typeof configAppliedSchema>;

export const configExportQuerySchema = z.object({
  /** `all`, or one scope. */
  scope: z.string().default('all'),
});
export const configExportSchema = z.object({ file: z.string() });
export type ConfigExport = z.infer<typeof configExportSchema>;

/** In a file `default` asks for the device default; a key that is left out inherits. */
const fileSettings = z
  .strictObject(
    Object.fromEntries(
      Object.entries(layerSettingsSchema.shape).map(([key, schema]) => [
        key,
        z.union([z.literal('default'), schema.unwrap().unwrap()]).optional(),
      ]),
    ),
  )
  .describe('Settings by key. `default` asks for the device default; a key that is left out inherits.');
const scopeEntry = z.strictObject({
  settings: fileSettings.default({}),
  lock: z.array(settingKeySchema).optional().describe('Keys that no narrower scope may set.'),
  lockReasons: z
    .partialRecord(settingKeySchema, z.string().min(1).max(300))
    .optional()
    .describe('Why a key is locked; without one, the note is the reason.'),
  note: z.string().max(500).nullable().optional().describe('For people; of no effect.'),
  editable: z
    .array(settingKeySchema)
    .optional()
    .describe('With owner git: keys that people may change all the same. Where the file sets none, theirs stays.'),
});
const percentage = z.string().regex(/^(100(\.0+)?|\d{1,2}(\.\d+)?)%$/, 'a percentage such as "10%"');

/** A Call Home file: the settings of any part of the fleet, as text that can be kept in version control. */
export const callHomeFileSchema = z
  .strictObject({
    apiVersion: z.literal('sdx/v1'),
    kind: z.literal('CallHome'),
    metadata: z.strictObject({
      name: placeNameSchema.describe('Names the file; with owner git, what it names can be changed by this file only.'),
      owner: z
        .enum(['git', 'console'])
        .default('console')
        .describe('git: only this file changes the scopes that it names. console: people may change them, too.'),
    }),
    prune: z
      .enum(['none', 'listed', 'all'])
      .default('listed')
      .describe(
        'What becomes of keys that the file leaves out. none: they stay. listed: they are taken out of the scopes that the file names. all: scopes that it does not name are emptied, too; this has to be asked for again when it is applied.',
      ),
    defaults: fileSettings
      .optional()
      .describe('Values to refer to by YAML aliases; they change nothing by themselves.'),
    scopes: z
      .strictObject({
        fleet: scopeEntry.optional().describe('Everything that is managed.'),
        sites: z.record(placeNameSchema, scopeEntry).optional().describe('By name; a site that is not there is added.'),
        groups: z
          .record(
            placeNameSchema,
            scopeEntry.extend({
              priority: z
                .number()
                .int()
                .min(1)
                .max(1_000_000)
                .optional()
                .describe('Of two groups that set one key, the one of the higher number wins.'),
            }),
          )
          .optional()
          .describe('By name; a group that is not there is added.'),
        hosts: z.record(z.string(), scopeEntry).optional().describe('By name of the SDX host, or by id.'),
        instances: z
          .record(
            z.string(),
            scopeEntry.extend({
              reason: z.string().max(500).nullable().optional().describe('Why it differs; the same as note.'),
              expires: z
                .union([z.iso.date(), z.iso.datetime({ offset: true })])
                .nullable()
                .optional()
                .describe('A day, which begins at midnight UTC, or an instant: the override ends then.'),
            }),
          )
          .optional()
          .describe('By host/instance, by name of an appliance that stands alone, or by id.'),
      })
      .default({}),
    rollout: z
      .strictObject({
        waves: z
          .array(z.union([z.number().int().min(1), percentage, waveSchema]))
          .min(1)
          .max(20)
          .optional()
          .describe('In order: so many targets, or so many percent of all; the last one takes what is left.'),
        bake: z
          .string()
          .regex(/^\d{1,6}(s|m|h)$/, 'a time such as 90s, 10m or 2h')
          .refine((text) => bakeSecondsOf(text) <= 604_800, 'at most 168h')
          .optional()
          .describe('How long a finished wave is watched before the next begins.'),
        stop: z
          .strictObject({
            failed: percentage.optional().describe('Of a wave.'),
            failedMax: z.number().int().min(0).optional().describe('In all.'),
            unreachable: percentage.optional().describe('Of a wave.'),
          })
          .optional()
          .describe('It pauses beyond these.'),
        approval: z
          .enum(['policy', 'required'])
          .optional()
          .describe('required: another person approves it, whatever the policy says.'),
        gate: z.enum(['auto', 'manual']).optional().describe('manual: a person starts each wave after the first.'),
      })
      .optional()
      .describe('How what follows is rolled out.'),
  })
  .describe('Call Home settings of a fleet.');
export type CallHomeFile = z.infer<typeof callHomeFileSchema>;

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Seconds of a time such as `90s`, `10m` or `2h`. */
export function bakeSecondsOf(text: string): number {
  const unit = text.slice(-1);
  return Number(text.slice(0, -1)) * (unit === 's' || unit === 'm' || unit === 'h' ? SECONDS[unit] : 1);
}
