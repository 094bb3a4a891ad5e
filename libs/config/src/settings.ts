import os from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { oneOf, optionalSecret, optionalText, serverUrl, text, wholeNumber } from './setting.js';

const SECONDS_PER_DAY = 86_400;

/** Every variable this product reads, in the order of the reference page. */
export const SETTINGS = {
  port: wholeNumber(
    'PORT',
    { from: 0, to: 65_535, default: 8080 },
    {
      unit: 'TCP port; 0 lets the kernel choose',
      sentence: 'Port of the API and the console.',
    },
  ),
  host: text('HOST', '127.0.0.1', {
    unit: 'address',
    sentence: 'Address to listen on; anything but loopback belongs behind a TLS proxy.',
  }),
  dataDir: text('DATA_DIR', './data', {
    unit: 'folder',
    sentence: 'Where bundles, keys, logs and the embedded servers keep their files.',
  }),
  databaseUrl: serverUrl('DATABASE_URL', ['postgres', 'postgresql'], {
    unit: 'postgres:// URL',
    sentence: 'PostgreSQL 15 or newer; npm start runs its own server where this is not set.',
  }),
  redisUrl: serverUrl('REDIS_URL', ['redis', 'rediss'], {
    unit: 'redis:// URL',
    sentence: 'Redis or Valkey 6.2 or newer; npm start runs its own server where this is not set.',
  }),
  redisPrefix: text('REDIS_PREFIX', 'sdx', {
    unit: 'key prefix',
    sentence: 'Prefix of every queue key, so that two fleets can share one Redis.',
  }),
  masterKeyFile: optionalText('MASTER_KEY_FILE', 'DATA_DIR/master.key', {
    unit: 'file',
    sentence: 'The key that encrypts stored credentials; made at the first start if the file does not exist.',
  }),
  adminPassword: optionalSecret(
    'ADMIN_PASSWORD',
    { length: 12, words: 'generated and shown once' },
    {
      unit: 'text of 12 characters or more',
      sentence: 'Password of the first administrator; read only while there is no account yet.',
    },
  ),
  workers: wholeNumber(
    'WORKERS',
    { from: 1, to: 256, default: os.availableParallelism(), words: 'number of cores' },
    {
      unit: 'processes',
      sentence: 'Worker processes that npm start runs; one for each core by default.',
    },
  ),
  workerName: optionalText('WORKER_NAME', 'host name and process id', {
    unit: 'text',
    sentence: 'Name of this worker in leases, logs and on the Queues page.',
  }),
  demoHosts: wholeNumber(
    'DEMO_HOSTS',
    { from: 1, to: 1000, default: 3 },
    {
      unit: 'hosts',
      sentence: 'Simulated SDX hosts that npm start runs.',
    },
  ),
  demoInstances: wholeNumber(
    'DEMO_INSTANCES',
    { from: 0, to: 115, default: 4 },
    {
      unit: 'instances per host',
      sentence: 'Simulated instances on each of those hosts.',
    },
  ),
  logLevel: oneOf(
    'LOG_LEVEL',
    { all: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], default: 'info' },
    {
      unit: 'trace, debug, info, warn, error, fatal or silent',
      sentence: 'The least serious log line that is written; appliance output appears only at debug and below.',
    },
  ),
  sweepIntervalSeconds: wholeNumber(
    'SWEEP_INTERVAL_SECONDS',
    { from: 10, to: SECONDS_PER_DAY, default: 300 },
    {
      unit: 'seconds',
      sentence: 'How often each appliance is read.',
    },
  ),
  sweepSessions: wholeNumber(
    'SWEEP_SESSIONS',
    { from: 1, to: 1000, default: 20 },
    {
      unit: 'SSH sessions per worker',
      sentence: 'How many appliances one worker logs in to or works on side by side.',
    },
  ),
  siteSessions: wholeNumber(
    'SITE_SESSIONS',
    { from: 0, to: 1000, default: 0 },
    {
      unit: 'SSH sessions per worker and site; 0 sets no limit',
      sentence: 'The same for the appliances of one site, to spare a thin line.',
    },
  ),
  idleSessions: wholeNumber(
    'IDLE_SESSIONS',
    { from: 0, to: 20_000, default: 500 },
    {
      unit: 'SSH sessions per worker',
      sentence: 'How many sessions nobody uses are kept open for the next time; a session kept saves a login.',
    },
  ),
  idleSessionSeconds: wholeNumber(
    'IDLE_SESSION_SECONDS',
    { from: 1, to: 86_400, default: 600 },
    {
      unit: 's',
      sentence:
        'Longest rest of a session kept open; less than the idle time-out of the appliances (900 s as delivered).',
    },
  ),
  outboundExceptions: text('OUTBOUND_EXCEPTIONS', '', {
    unit: 'networks, comma separated',
    sentence:
      'Loopback, link-local or metadata networks that webhooks and ticket systems may be in; other addresses need no entry.',
  }),
  trapPort: wholeNumber(
    'TRAP_PORT',
    { from: 0, to: 65_535, default: 0 },
    {
      unit: 'UDP port; 0 listens to none',
      sentence: 'Where the traps of appliances are heard, each a reason to check its sender at once.',
    },
  ),
  trapHost: text('TRAP_HOST', '0.0.0.0', {
    unit: 'address',
    sentence: 'Address on which traps are heard.',
  }),
  trapCommunity: optionalSecret(
    'TRAP_COMMUNITY',
    { length: 1, words: 'none: SNMP v1 and v2c are not heard' },
    { unit: 'text', sentence: 'Community of traps by SNMP v1 and v2c.' },
  ),
  trapUser: optionalText('TRAP_USER', 'none: SNMP v3 is not heard', {
    unit: 'user name',
    sentence: 'User of traps by SNMP v3, signed by SHA-256 and encrypted by AES-128.',
  }),
  trapAuthenticationKey: optionalSecret(
    'TRAP_AUTHENTICATION_KEY',
    { length: 8, words: 'none: SNMP v3 is not heard' },
    { unit: 'text of 8 characters or more', sentence: 'Key that this user signs with.' },
  ),
  trapPrivacyKey: optionalSecret(
    'TRAP_PRIVACY_KEY',
    { length: 8, words: 'none: SNMP v3 is not heard' },
    { unit: 'text of 8 characters or more', sentence: 'Key that this user encrypts with.' },
  ),
  workerLeaseSeconds: wholeNumber(
    'WORKER_LEASE_SECONDS',
    { from: 10, to: 3600, default: 120 },
    {
      unit: 'seconds',
      sentence: 'How long work that is not a delivery stays with a worker that has gone silent.',
    },
  ),
  deliveryLeaseSeconds: wholeNumber(
    'DELIVERY_LEASE_SECONDS',
    { from: 5, to: 3600, default: 60 },
    {
      unit: 'seconds',
      sentence: 'How long a claimed delivery stays with a worker that has gone silent; a live one renews it.',
    },
  ),
  relayIntervalMs: wholeNumber(
    'RELAY_INTERVAL_MS',
    { from: 50, to: 60_000, default: 1000 },
    {
      unit: 'milliseconds',
      sentence: 'How often the relay looks for outbox rows that no notification announced.',
    },
  ),
  redispatchSeconds: wholeNumber(
    'REDISPATCH_SECONDS',
    { from: 5, to: 3600, default: 60 },
    {
      unit: 'seconds',
      sentence: 'Age at which work that the database holds but no queue reports is queued again.',
    },
  ),
  collectConcurrency: wholeNumber(
    'COLLECT_CONCURRENCY',
    { from: 1, to: 64, default: 2 },
    {
      unit: 'bundles per worker',
      sentence: 'How many bundles one worker collects side by side.',
    },
  ),
  transmitConcurrency: wholeNumber(
    'TRANSMIT_CONCURRENCY',
    { from: 1, to: 64, default: 4 },
    {
      unit: 'uploads per worker',
      sentence: 'How many uploads one worker makes side by side.',
    },
  ),
  bundleMaxBytes: wholeNumber(
    'BUNDLE_MAX_BYTES',
    { from: 1024, to: 1_099_511_627_776, default: 2_147_483_648 },
    {
      unit: 'bytes',
      sentence: 'Largest bundle that is accepted from an appliance (2 GiB).',
    },
  ),
  consoleDir: text('CONSOLE_DIR', 'dist/apps/console', {
    unit: 'folder',
    sentence: 'The built console that the controller serves.',
  }),
} as const;

type SettingKey = keyof typeof SETTINGS;
type Read = { readonly [K in SettingKey]: z.output<(typeof SETTINGS)[K]['schema']> };

/** What the environment says, with defaults filled in; folders and files are absolute paths. */
export interface Settings extends Omit<Read, 'masterKeyFile' | 'workerName'> {
  readonly masterKeyFile: string;
  readonly workerName: string;
}

/**
 * Reads all settings at once. An empty variable counts as one that is not set.
 * @throws {ConfigError} SETTING_INVALID - a variable is missing or has a value it cannot have; all of them are named.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const read: Record<string, unknown> = {};
  const faults: { variable: string; advice: string }[] = [];
  for (const [key, setting] of Object.entries(SETTINGS)) {
    const given = env[setting.variable]?.trim();
    const result = setting.schema.safeParse(given === '' ? undefined : given);
    if (result.success) read[key] = result.data;
    else faults.push({ variable: setting.variable, advice: result.error.issues[0]?.message ?? '' });
  }
  if (faults.length > 0) {
    const variables = faults.map((fault) => fault.variable).join(', ');
    throw new ConfigError('SETTING_INVALID', { variables }, faults.map((fault) => fault.advice).join('; '));
  }
  const settings = read as Read;
  const dataDir = path.resolve(settings.dataDir);
  return {
    ...settings,
    dataDir,
    consoleDir: path.resolve(settings.consoleDir),
    masterKeyFile: path.resolve(settings.masterKeyFile ?? path.join(dataDir, 'master.key')),
    workerName: settings.workerName ?? `${os.hostname()}-${process.pid}`,
  };
}
