import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Fault } from './fault.mjs';
import { writePrivate } from './folders.mjs';
import { freePort } from './ports.mjs';
import { readPid, startProcess, stopLeftOver, stopProcess, waitForLine } from './processes.mjs';
import { relink } from './relink.mjs';

const READY_MS = 20_000;
const OLDEST = [6, 2];
const PACKAGE = '@falkordblite/linux-x64';

/**
 * @typedef {object} RedisServer
 * @property {string} url with the password in it
 * @property {string} version
 * @property {string} origin where the program came from
 * @property {import('./processes.mjs').Running} process
 * @property {(timeoutMs?: number) => Promise<void>} stop
 *
 * @typedef {(running: import('./processes.mjs').Running, stop: (timeoutMs?: number) => Promise<void>) => void} OnProcess
 */

/**
 * Starts a Redis on loopback that keeps its data below `folder`.
 *
 * The data folder is named after the server's version: an older server cannot read what a newer one wrote, and Redis
 * holds nothing here that the database cannot rebuild.
 * @param {{ folder: string, logFile: string, durable: boolean, onProcess?: OnProcess }} options `durable: false` keeps
 *   nothing on disk; `onProcess` is told of the process before it is ready
 * @returns {Promise<RedisServer>}
 */
export async function startRedis({ folder, logFile, durable, onProcess }) {
  const { program, version, origin } = findRedis(path.join(folder, 'bin'));
  const data = path.join(folder, `redis-${version.split('.').slice(0, 2).join('.')}`);
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  const configuration = path.join(data, 'redis.conf');
  const pidFile = path.join(data, 'redis.pid');
  // Two servers must never share one append-only file.
  await stopLeftOver({ pid: readPid(pidFile), mark: configuration, signal: 'SIGTERM' });

  const port = await freePort();
  const password = randomBytes(24).toString('hex');
  writePrivate(configuration, redisConfiguration({ port, password, data, pidFile, durable }));
  const running = startProcess({ name: 'redis', command: program, args: [configuration], logFile });
  const stop = (timeoutMs = 5000) => stopProcess(running, 'SIGTERM', timeoutMs);
  onProcess?.(running, stop);
  try {
    await waitForLine(running, /Ready to accept connections/, READY_MS);
  } catch (error) {
    await stopProcess(running, 'SIGKILL', 1000);
    throw error;
  }
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    version,
    origin,
    process: running,
    stop,
  };
}

/**
 * @param {{ port: number, password: string, data: string, pidFile: string, durable: boolean }} settings
 * @returns {string}
 */
function redisConfiguration({ port, password, data, pidFile, durable }) {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(data)}`,
    `pidfile ${JSON.stringify(pidFile)}`,
    'daemonize no',
    'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`,
    // A job that was acknowledged survives a power cut, so the relay may trust "sent".
    'appendfsync always',
    'maxmemory-policy noeviction',
    // Keeps this file's path on the command line, by which a left-over is told from a stranger.
    'set-proc-title no',
    '',
  ].join('\n');
}

/**
 * Finds a redis-server or valkey-server that runs here: REDIS_SERVER, then the PATH, then the packaged one as it is or
 * relinked for an older C library.
 * @param {string} cache folder for the relinked copy
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ program: string, version: string, origin: string }}
 */
export function findRedis(cache, env = process.env) {
  if (env.REDIS_SERVER) {
    const version = versionOf(env.REDIS_SERVER);
    if (version === null) throw new Fault(`REDIS_SERVER (${env.REDIS_SERVER}) is not a Redis or Valkey 6.2 or newer.`);
    return { program: env.REDIS_SERVER, version, origin: 'REDIS_SERVER' };
  }
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    for (const name of ['redis-server', 'valkey-server']) {
      const program = path.join(folder, name);
      const version = fs.existsSync(program) ? versionOf(program) : null;
      if (version !== null) return { program, version, origin: 'installed' };
    }
  }
  return packagedRedis(cache);
}

/** @param {string} cache */
function packagedRedis(cache) {
  const program = packagedProgram();
  if (program !== null) {
    const version = versionOf(program);
    if (version !== null) return { program, version, origin: 'packaged' };
    const { size, mtimeMs } = fs.statSync(program);
    const copy = path.join(cache, `redis-server-${size}-${Math.trunc(mtimeMs)}`);
    fs.mkdirSync(cache, { recursive: true });
    if (!fs.existsSync(copy)) relink(program, copy);
    const relinked = versionOf(copy);
    if (relinked !== null) return { program: copy, version: relinked, origin: 'packaged, relinked' };
  }
  throw new Fault(
    `No Redis runs here (${process.platform} ${process.arch}); install redis-server or valkey-server 6.2 or newer, ` +
      'or set REDIS_URL to one.',
  );
}

/** @returns {string | null} */
function packagedProgram() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    return path.join(path.dirname(manifest), 'bin/redis-server');
  } catch {
    return null; // an optional package, made for Linux on x64 only
  }
}

/**
 * @param {string} program
 * @returns {string | null} null where it does not run, or is too old
 */
function versionOf(program) {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 5000 });
  const version = status === 0 ? /v=(\d+)\.(\d+)\.\d+/.exec(stdout) : null;
  if (version === null) return null;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor) ? version[0].slice(2) : null;
}
