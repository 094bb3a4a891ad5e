import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * All files below some folders, as paths from the root with forward slashes, sorted.
 * @param {string} root
 * @param {string[]} folders
 * @param {(file: string) => boolean} wanted
 * @returns {string[]}
 */
export function filesBelow(root, folders, wanted) {
  /** @type {string[]} */
  const found = [];
  const walk = (/** @type {string} */ folder) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(file);
      else if (wanted(file)) found.push(file);
    }
  };
  for (const folder of folders) if (fs.existsSync(path.join(root, folder))) walk(folder);
  return found.sort();
}

/**
 * Changes whenever the file does: its size and its time, which costs no reading.
 * @param {string} root
 * @param {string} file
 * @returns {string}
 */
export function fileMark(root, file) {
  const { size, mtimeMs } = fs.statSync(path.join(root, file));
  return `${size}-${mtimeMs}`;
}

/**
 * One hash for the contents of small files.
 * @param {string} root
 * @param {string[]} files missing ones are left out
 * @returns {string}
 */
export function contentHash(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const full = path.join(root, file);
    if (fs.existsSync(full)) hash.update(file).update(fs.readFileSync(full));
  }
  return hash.digest('hex');
}

/**
 * @param {string} file
 * @returns {any} the parsed JSON, null where there is none
 */
export function readRecord(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null; // missing, or cut off by a crash: either way everything is built again
  }
}

/**
 * Writes a file so that a reader sees the old or the new one, never a part.
 * @param {string} file
 * @param {string | Buffer} content
 */
export function replaceFile(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(partial, content);
  fs.renameSync(partial, file);
}
