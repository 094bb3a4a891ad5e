/**
 * Completes package-lock.json after an `npm install`.
 *
 * Where the registry serves only this platform's builds, npm leaves the optional packages of all others out of the
 * lock, and `npm ci` then refuses it. This adds them as npm would, without a checksum.
 * Run: node scripts/complete-lock.mjs
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitWith, Fault } from './fault.mjs';
import { ROOT } from './folders.mjs';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = [...['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']];

/**
 * @typedef {{ version?: string, resolved?: string, os?: string[], cpu?: string[], optional?: boolean, dev?: boolean,
 *   optionalDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/**
 * Adds every optional package that the lock asks for and does not hold.
 * @param {Lock} lock changed in place
 * @returns {string[]} the places added
 */
export function completeLock(lock) {
  const added = [];
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isLocked(lock, place, name)) continue;
      lock.packages[`node_modules/${name}`] = platformPackage(name, version, dev);
      added.push(`node_modules/${name}`);
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  return added;
}

/**
 * Whether a package of that name is found from a place, looking outwards as Node does.
 * @param {Lock} lock
 * @param {string} place
 * @param {string} name
 */
function isLocked(lock, place, name) {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in lock.packages) return true;
    if (from === '') return false;
  }
}

/**
 * @param {string} name
 * @param {string} version
 * @param {boolean | undefined} dev
 * @returns {LockedPackage}
 */
function platformPackage(name, version, dev) {
  const words = (name.split('/').at(-1) ?? name).split('-');
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if ((os === undefined && cpu === undefined) || !/^\d/.test(version)) {
    throw new Fault(`${name}@${version} is missing from the lock and does not name one platform and one version.`);
  }
  return {
    version,
    ...(cpu !== undefined && { cpu: [cpu] }),
    ...(dev !== undefined && { dev }),
    optional: true,
    ...(os !== undefined && { os: [os] }),
  };
}

/**
 * Places whose entry names the registry it came from; the lock must serve with any registry.
 * @param {Lock} lock
 * @returns {string[]}
 */
export function placesWithHost(lock) {
  return Object.keys(lock.packages).filter((place) => /^https?:/.test(lock.packages[place]?.resolved ?? ''));
}

/** @param {string} file */
function completeFile(file) {
  const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
  const added = completeLock(lock);
  const hosts = placesWithHost(lock);
  if (hosts.length > 0) {
    throw new Fault(`${hosts.length} entries of the lock name a registry host (${hosts[0]}); see .npmrc.`);
  }
  fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`package-lock.json: ${added.length} packages of other platforms added\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    completeFile(path.join(ROOT, 'package-lock.json'));
  } catch (error) {
    exitWith(error);
  }
}
