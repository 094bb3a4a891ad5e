import { z } from 'zod';
import { REGISTRATION_STATES, type RegistrationState, type SystemInformation } from '../../callhome/src/index.js';
import { APPLIANCE_KINDS, DEPLOYMENT_MODES } from '../../fleet/src/index.js';

const known = z.string().nullable();
const when = z.iso.datetime().describe('ISO 8601, UTC');
const [state, ...states] = Object.keys(REGISTRATION_STATES) as [RegistrationState, ...RegistrationState[]];

/** What a registration and a heartbeat say. A field that means something else is another version, never this one. */
export const systemInformationSchema = z
  .strictObject({
    schema: z.literal('system-information/1'),
    reportId: z.string().describe('Id of the delivery; the same at every attempt'),
    type: z.enum(['registration', 'heartbeat']),
    createdAt: when,
    appliance: z.strictObject({
      id: z.string().describe('Ours; stays when name and address change'),
      name: z.string(),
      kind: z.enum(APPLIANCE_KINDS),
      host: known.describe('Name of the SDX host that it runs on'),
      site: known,
      model: known,
      serial: known,
      hostId: known.describe('The mark of the machine beside its serial number'),
      version: known,
      build: known,
      upSince: when.nullable().describe('Start of its current run'),
      readAt: when.nullable().describe('When all of this was read'),
    }),
    deployment: z.strictObject({
      mode: z.enum(DEPLOYMENT_MODES),
      role: known.describe('In a pair; null otherwise'),
      peerAddress: known,
      nodes: z
        .array(z.strictObject({ id: z.number().int().nullable(), address: known }))
        .describe('Of its cluster; empty otherwise'),
    }),
    hardware: z.strictObject({
      platform: known,
      sslChips: z
        .strictObject({
          unit: z.enum(['ssl-core', 'acu']).describe('Numbers of the two cannot be compared'),
          total: z.number().nullable(),
          assigned: z.number().nullable(),
        })
        .nullable(),
      parts: z
        .array(z.strictObject({ kind: z.string(), component: z.string(), state: z.string() }))
        .describe('Physical parts; only hosts list them'),
      powerSupplies: z
        .enum(['monitored', 'not-applicable'])
        .describe('A virtual appliance has no access to power supplies'),
    }),
    licence: z
      .strictObject({
        edition: known,
        source: z.string(),
        daysToExpiration: z.number().nullable().describe('0 also where it never expires'),
      })
      .nullable(),
    callHome: z.strictObject({
      enabled: z.boolean().nullable(),
      emailAddress: known,
      heartbeatIntervalDays: z.number().int().nullable(),
      mode: known,
      usesProxy: z.boolean().nullable(),
      ownRegistration: z.enum([state, ...states]).describe('What the appliance shows of a registration of its own'),
    }),
  })
  .describe('Null: never read, and not guessed.') satisfies z.ZodType<SystemInformation>;

/** The same for programs in other languages: JSON Schema, draft 2020-12. */
export function systemInformationJsonSchema(): object {
  return { title: 'system-information/1', ...z.toJSONSchema(systemInformationSchema) };
}
