import { z } from 'zod';
import { CALLHOME_SHAPES, LICENSE_SOURCES, TIME_ZONE_NAMES } from '../fleet/adc-traits.js';
import { wireFaultSchema } from '../fleet/faults.js';
import { HOST_MODELS } from '../fleet/host-models.js';
import { CRYPTO_UNITS } from '../fleet/host-traits.js';
import { MPX_MODELS } from '../fleet/mpx-models.js';
import { PROMPT_STYLE_NAMES } from '../fleet/terminal-traits.js';
import { OUTPUT_STYLES } from '../svm/render-records.js';
import { EVENT_SCHEMA } from './event-table.js';
import { oneOf, strictObject, whole } from './strict-object.js';

/** Names of the models in a table, for a list of what is allowed. */
function platforms(models: readonly [{ platform: string }, ...{ platform: string }[]]): [string, ...string[]] {
  const [first, ...rest] = models;
  return [first.platform, ...rest.map(({ platform }) => platform)];
}

function text(pattern: RegExp, says: string): z.ZodString {
  return z.string({ error: () => `takes ${says}` }).regex(pattern, { error: () => `takes ${says}` });
}

const flag = z.boolean({ error: () => 'takes true or false' });
const name = text(/^[A-Za-z][\w.-]{0,62}$/, 'a name: a letter, then letters, digits, dots, dashes and underscores');
const build = text(/^\d{1,2}\.\d-\d{1,3}\.\d{1,3}$/, 'a build such as 13.1-53.17');
const serial = text(/^\w{1,40}$/, 'a serial number of letters and digits');
const word = text(/^[ -~]{1,60}$/, 'up to 60 printable characters');

const terminal = strictObject({
  prompt: oneOf(PROMPT_STYLE_NAMES).optional(),
  colours: flag.optional(),
  paging: flag.optional(),
  wrapping: flag.optional(),
  finalNewline: flag.optional(),
  motd: z.array(z.string().max(75, { error: () => 'takes lines of up to 75 characters' })).optional(),
  banner: z
    .string()
    .max(4000, { error: () => 'takes up to 4000 characters' })
    .optional(),
});

/** What can be said of any appliance. */
const shared = {
  build: build.optional(),
  latencyMs: whole(0, 600_000).optional(),
  down: flag.optional(),
  terminal: terminal.optional(),
  faults: z.array(wireFaultSchema).optional(),
};

const callhome = strictObject({
  enabled: flag.optional(),
  /** Turned off by a person, which upgrades remember. */
  refused: flag.optional(),
  emailAddress: z
    .string()
    .max(78, { error: () => 'takes up to 78 characters' })
    .optional(),
  heartbeatDays: whole(1, 30).optional(),
  proxyAddress: word.optional(),
  proxyService: word.optional(),
  proxyPort: whole(1, 65_535).optional(),
  registration: oneOf([
    'SUCCESSFUL',
    'FAILED',
    'INVALID HOSTNAME',
    'NO DNSSERVER',
    'HOSTNAME RESOLUTION FAILED',
  ]).optional(),
});

const adc = {
  ...shared,
  timeZone: oneOf(TIME_ZONE_NAMES).optional(),
  clockSkewSeconds: whole(-86_400 * 366, 86_400 * 366).optional(),
  license: oneOf(LICENSE_SOURCES).optional(),
  callhomeShape: oneOf(CALLHOME_SHAPES).optional(),
  rpcWarning: flag.optional(),
  rawAttributes: flag.optional(),
  forgetsCallhomeChoice: flag.optional(),
  callhome: callhome.optional(),
  /** A change of somebody else that nobody has saved. */
  unsavedChange: flag.optional(),
  memoryPercent: z
    .number({ error: () => 'takes a number from 0 to 100' })
    .min(0)
    .max(100)
    .optional(),
};

const named = { name: name.optional(), serial: serial.optional() };

const instance = strictObject({
  ...named,
  ...adc,
  halted: flag.optional(),
  chips: whole(0, 64).optional(),
  cores: whole(1, 32).optional(),
  memoryMb: whole(1024, 1_048_576).optional(),
  throughputMbps: whole(1, 200_000).optional(),
});

const hostTraits = {
  style: oneOf(OUTPUT_STYLES).optional(),
  cryptoUnit: oneOf(CRYPTO_UNITS).optional(),
  shellFirst: flag.optional(),
  hasSensors: flag.optional(),
  softwareRaid: flag.optional(),
  repeatsNetmask: flag.optional(),
  refusesRaid: flag.optional(),
};

const host = strictObject({
  ...named,
  ...shared,
  ...hostTraits,
  model: oneOf(platforms(HOST_MODELS)).optional(),
  failedDrives: z.array(whole(1, 8)).optional(),
  failedSupplies: z.array(whole(1, 4)).optional(),
  failedChips: whole(0, 64).optional(),
  hypervisorReachable: flag.optional(),
  /** Instances with nothing special about them, before those of the list. */
  instanceCount: whole(0, 100).optional(),
  instances: z.array(instance).max(100).optional(),
});

const mpx = strictObject({
  ...named,
  ...adc,
  model: oneOf(platforms(MPX_MODELS)).optional(),
  failedSupplies: z.array(whole(1, 4)).optional(),
  failedCards: whole(0, 16).optional(),
});

const vpx = strictObject({ ...named, ...adc });

/** What a scenario file holds. Every part may be left out. */
export const SCENARIO_SCHEMA = strictObject({
  defaults: strictObject({
    terminal: terminal.optional(),
    adc: strictObject(adc).optional(),
    host: strictObject({ ...shared, ...hostTraits }).optional(),
  }).optional(),
  hosts: z.array(host).max(10_000).optional(),
  mpx: z.array(mpx).max(10_000).optional(),
  vpx: z.array(vpx).max(10_000).optional(),
  pairs: z.array(strictObject({ primary: name, secondary: name, syncState: word.optional() })).optional(),
  clusters: z
    .array(strictObject({ name, id: whole(1, 16).optional(), nodes: z.array(name).min(1).max(32) }))
    .optional(),
  events: z.array(EVENT_SCHEMA).optional(),
});

/** A scenario as it was read. */
export type Scenario = z.output<typeof SCENARIO_SCHEMA>;

/** One host of a scenario. */
export type ScenarioHost = z.output<typeof host>;

/** What any ADC of a scenario can say. */
export type ScenarioAdc = z.output<typeof instance> &
  Partial<Pick<z.output<typeof mpx>, 'model' | 'failedSupplies' | 'failedCards'>>;

/** What a scenario says of a terminal. */
export type ScenarioTerminal = z.output<typeof terminal>;
