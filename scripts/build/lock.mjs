import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine, readPid } from '../processes.mjs';

/**
 * Runs one build of a tree at a time; a second one waits, and then finds nothing left to do.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} build
 * @returns {Promise<T>}
 */
export async function withBuildLock(root, build) {
  const lock = path.join(root, '.cache/build.lock');
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  while (!acquired(lock)) {
    if (commandLine(readPid(lock)) === '') fs.rmSync(lock, { force: true }); // its owner was killed
    await pause(100);
  }
  try {
    return await build();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function acquired(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}
