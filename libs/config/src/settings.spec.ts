import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { readSettings, SETTINGS } from './settings.js';

const SERVERS = { DATABASE_URL: 'postgres://sdx:s3cret@127.0.0.1:5432/sdx', REDIS_URL: 'redis://127.0.0.1:6379' };

function faultOf(env: Record<string, string>): ConfigError {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('these settings were accepted');
}

describe('readSettings', () => {
  it('fills in every default', () => {
    expect(readSettings(SERVERS)).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: path.resolve('data'),
      masterKeyFile: path.resolve('data/master.key'),
      adminPassword: null,
      demoHosts: 3,
      demoInstances: 4,
      logLevel: 'info',
      redisPrefix: 'sdx',
      sweepIntervalSeconds: 300,
      sweepSessions: 20,
      siteSessions: 0,
      idleSessions: 500,
      idleSessionSeconds: 600,
      outboundExceptions: '',
      trapPort: 0,
      trapCommunity: null,
      deliveryLeaseSeconds: 60,
      relayIntervalMs: 1000,
      redispatchSeconds: 60,
      collectConcurrency: 2,
      transmitConcurrency: 4,
      bundleMaxBytes: 2 * 1024 ** 3,
      consoleDir: path.resolve('dist/apps/console'),
      databaseUrl: SERVERS.DATABASE_URL,
      redisUrl: SERVERS.REDIS_URL,
    });
  });

  it('keeps the master key in the data folder unless told otherwise', () => {
    expect(readSettings({ ...SERVERS, DATA_DIR: '/srv/sdx' }).masterKeyFile).toBe('/srv/sdx/master.key');
    expect(readSettings({ ...SERVERS, MASTER_KEY_FILE: '/run/keys/master' }).masterKeyFile).toBe('/run/keys/master');
  });

  it('counts an empty variable as one that is not set', () => {
    expect(readSettings({ ...SERVERS, PORT: ' ', ADMIN_PASSWORD: '' })).toMatchObject({
      port: 8080,
      adminPassword: null,
    });
  });

  it.each([
    ['a port above the range', { PORT: '65536' }, 'PORT'],
    ['a port with a fraction', { PORT: '80.5' }, 'PORT'],
    ['a port in words', { PORT: 'http' }, 'PORT'],
    ['a negative number of workers', { WORKERS: '-1' }, 'WORKERS'],
    ['a log level nobody knows', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    ['a short administrator password', { ADMIN_PASSWORD: 'hunter2' }, 'ADMIN_PASSWORD'],
    ['a database of another kind', { DATABASE_URL: 'mysql://127.0.0.1/sdx' }, 'DATABASE_URL'],
    ['a Redis address without a scheme', { REDIS_URL: '127.0.0.1:6379' }, 'REDIS_URL'],
    ['several at once, all named', { PORT: 'x', SWEEP_SESSIONS: '0' }, 'PORT, SWEEP_SESSIONS'],
  ])('refuses %s', (_case, env, variables) => {
    const fault = faultOf({ ...SERVERS, ...env });
    expect(fault.code).toBe('SETTING_INVALID');
    expect(fault.details).toEqual({ variables });
    for (const variable of variables.split(', ')) expect(fault.message).toContain(`${variable} must`);
  });

  it('says what to do about a database that is not named', () => {
    expect(faultOf({ REDIS_URL: SERVERS.REDIS_URL }).message).toContain('DATABASE_URL is not set; npm start sets it');
  });

  it.each([
    ['ADMIN_PASSWORD', 'hunter2'],
    ['DATABASE_URL', 'mysql://sdx:hunter2@127.0.0.1/sdx'],
  ])('never repeats the value of %s', (variable, value) => {
    const fault = faultOf({ ...SERVERS, [variable]: value });
    expect([fault.message, fault.stack, JSON.stringify(fault.details)].join()).not.toContain('hunter2');
  });

  it('describes every variable once, in a sentence', () => {
    const variables = Object.values(SETTINGS).map((setting) => setting.variable);
    expect(new Set(variables).size).toBe(variables.length);
    for (const { sentence } of Object.values(SETTINGS)) expect(sentence).toMatch(/^[A-Z].*[.)]$/);
  });
});
