import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from './fault.mjs';

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes a folder that this process can write to.
 * @param {string} folder
 * @param {string} setting the variable that names another one
 */
export function ensureFolder(folder, setting) {
  const advice = `set ${setting} to a folder that this user can write to`;
  try {
    makeFolder(folder);
    const probe = path.join(folder, `.write-${process.pid}`);
    fs.writeFileSync(probe, '');
    fs.unlinkSync(probe);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EACCES' || code === 'EPERM') throw new Fault(`No permission to write to ${folder}; ${advice}.`);
    if (code === 'EEXIST' || code === 'ENOTDIR') throw new Fault(`${folder} is not a folder; ${advice}.`);
    throw new Fault(`Cannot write to ${folder} (${code}); ${advice}.`);
  }
}

/**
 * Not Node's recursive mkdir: that tries for ever where the system answers ENOENT (in /proc, for one).
 * @param {string} folder
 */
function makeFolder(folder) {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  fs.mkdirSync(folder);
}

/**
 * Writes a file that only its owner can read, whole or not at all.
 * @param {string} file
 * @param {string} text
 */
export function writePrivate(file, text) {
  const partial = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(partial, text, { mode: 0o600 });
  fs.renameSync(partial, file);
}

/**
 * A path as an operator would write it: relative to where the command was given, if it lies below.
 * @param {string} file
 * @returns {string}
 */
export function shown(file) {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : `./${relative}`;
}
