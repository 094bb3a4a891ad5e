import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { Fault } from '../fault.mjs';

export const HELP = `Usage: npm start [-- options]

Installs and builds what is missing, starts everything on loopback, loads a simulated fleet into an empty inventory,
runs the main job on it and keeps serving. Ctrl-C stops everything; the next start goes on where this one ended.

Options
  --no-demo   no simulated fleet: start with an empty inventory
  --help      this text

Settings, from the environment or a .env file (docs/reference/configuration.md has them all)
  PORT            port of the console and the API                              8080
  HOST            address to listen on                                         127.0.0.1
  DATA_DIR        where everything is kept                                     ./data
  DATABASE_URL    a PostgreSQL to use instead of the packaged one
  REDIS_URL       a Redis or Valkey to use instead of an installed or packaged one
  REDIS_SERVER    the redis-server or valkey-server program to run
  MASTER_KEY_FILE the key that encrypts stored credentials                     DATA_DIR/master.key
  ADMIN_PASSWORD  first administrator's password                               generated
  WORKERS         worker processes                                             one per core
  DEMO_HOSTS      simulated SDX hosts                                          3
  DEMO_INSTANCES  simulated instances on each                                  4
  LOG_LEVEL       least serious line in the log files                          info
`;

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {boolean} demo
 * @property {number} port
 * @property {string} host
 * @property {string} dataDir absolute
 * @property {string | null} databaseUrl
 * @property {string | null} redisUrl
 * @property {string | null} adminPassword
 * @property {number} workers
 * @property {number} demoHosts
 * @property {number} demoInstances
 */

/**
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 * @returns {StartOptions}
 */
export function readOptions(argv, env) {
  const { demo, help } = readArguments(argv);
  return {
    help,
    demo,
    port: wholeNumber(env, 'PORT', { from: 0, to: 65_535, otherwise: 8080 }),
    host: env.HOST || '127.0.0.1',
    dataDir: path.resolve(env.DATA_DIR || './data'),
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    adminPassword: password(env),
    workers: wholeNumber(env, 'WORKERS', { from: 1, to: 256, otherwise: os.availableParallelism() }),
    demoHosts: wholeNumber(env, 'DEMO_HOSTS', { from: 1, to: 1000, otherwise: 3 }),
    demoInstances: wholeNumber(env, 'DEMO_INSTANCES', { from: 0, to: 115, otherwise: 4 }),
  };
}

/**
 * Adds the variables of a .env file that the environment does not set.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env changed in place
 */
export function readEnvFile(file, env) {
  if (!fs.existsSync(file)) return;
  for (const [name, value] of Object.entries(parseEnv(fs.readFileSync(file, 'utf8')))) env[name] ??= value;
}

/** @param {string[]} argv */
function readArguments(argv) {
  try {
    const options = /** @type {const} */ ({ 'no-demo': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } });
    const { values } = parseArgs({ args: argv, options });
    return { demo: values['no-demo'] !== true, help: values.help === true };
  } catch (error) {
    const unknown = /'(-[^']*)'/.exec(/** @type {Error} */ (error).message)?.[1] ?? argv.join(' ');
    throw new Fault(`Unknown option ${unknown}; npm start -- --help lists them.`, 2);
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {{ from: number, to: number, otherwise: number }} range
 */
function wholeNumber(env, name, { from, to, otherwise }) {
  const given = env[name]?.trim();
  if (!given) return otherwise;
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new Fault(`${name} must be a whole number from ${from} to ${to}.`, 2);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {string[]} protocols
 */
function url(env, name, protocols) {
  const given = env[name]?.trim();
  if (!given) return null;
  if (URL.canParse(given) && protocols.includes(new URL(given).protocol)) return given;
  throw new Fault(`${name} must be a URL that begins with ${protocols[0]}//.`, 2);
}

/** @param {NodeJS.ProcessEnv} env */
function password(env) {
  const given = env.ADMIN_PASSWORD?.trim();
  if (!given) return null;
  if (given.length >= 12) return given;
  throw new Fault('ADMIN_PASSWORD must have at least 12 characters.', 2);
}
