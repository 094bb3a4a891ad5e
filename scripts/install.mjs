/** Installs the packages of package-lock.json unless they are there already. Run: node scripts/install.mjs */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitWith, Fault } from './fault.mjs';
import { ROOT } from './folders.mjs';

const OLDEST_NODE = [20, 19];

/** Throws a fault on a Node that is too old for the packages. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Fault(`Node ${version} is too old: install Node ${OLDEST_NODE.join('.')} or newer.`);
}

/**
 * Installs if anything has changed since the last time.
 * @param {(progress: string) => void} say
 * @param {string} [root]
 */
export async function ensureInstalled(say, root = ROOT) {
  requireNode();
  const stamp = installStamp(root);
  const stampFile = path.join(root, 'node_modules/.sdx-stamp');
  if (readIfThere(stampFile) === stamp) return;
  if (!holdsLockedPackages(root, readIfThere(stampFile), stamp)) {
    say('installing packages (about half a minute, once)');
    await runNpmCi(root);
  }
  fs.writeFileSync(stampFile, stamp);
}

/**
 * What an installation depends on: the lock, Node's binary interface and the platform.
 * @param {string} root
 * @returns {string}
 */
export function installStamp(root) {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  const machine = `${process.versions.modules}-${process.platform}-${process.arch}`;
  return `${machine} ${createHash('sha256').update(lock).update(machine).digest('hex')}`;
}

/**
 * Whether node_modules, as npm left it, already is what the lock asks for: after an `npm ci` by hand or in an image.
 * @param {string} root
 * @param {string | null} before the stamp of the last installation
 * @param {string} now
 */
function holdsLockedPackages(root, before, now) {
  if (before !== null && before.split(' ')[0] !== now.split(' ')[0]) return false; // another Node: rebuild what is native
  const hidden = readIfThere(path.join(root, 'node_modules/.package-lock.json'));
  if (hidden === null) return false;
  /** @type {Record<string, { version?: string }>} */
  const installed = JSON.parse(hidden).packages;
  /** @type {Record<string, { version?: string, optional?: boolean }>} */
  const locked = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const missing = Object.entries(locked).some(
    ([place, { version, optional }]) =>
      place !== '' && installed[place]?.version !== version && !(optional && installed[place] === undefined),
  );
  return !missing && Object.keys(installed).every((place) => place in locked);
}

/** @param {string} root */
async function runNpmCi(root) {
  const { npm_execpath: npm } = process.env;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill());
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += chunk));
  const failed = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : complaints));
  });
  if (failed === null) return;
  const reason = /npm (?:error|ERR!) (?!code|errno|syscall)(.+)/.exec(failed)?.[1] ?? failed.trim().split('\n')[0];
  throw new Fault(`The packages could not be installed (${reason}); check the network and run npm ci to see it all.`);
}

/** @param {string} file */
function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled((progress) => process.stdout.write(`${progress}\n`)).catch(exitWith);
}
