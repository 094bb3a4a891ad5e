import fs from 'node:fs';
import path from 'node:path';
import { Fault } from '../fault.mjs';
import { shown } from '../folders.mjs';
import { commandLine, stopLeftOver } from '../processes.mjs';

const NAME = 'run.json';
const MARK = 'scripts/start.mjs';

/**
 * @typedef {{ pid: number, children: { pid: number, mark: string }[] }} RunRecord
 */

/**
 * Takes a data folder for this process: one start at a time uses it. What an earlier, killed start left running is
 * stopped first.
 * @param {string} dataDir
 * @returns {Promise<{ record: (children: { pid: number, mark: string }[]) => void, release: () => void }>}
 */
export async function takeDataFolder(dataDir) {
  const file = path.join(dataDir, NAME);
  const before = readRecord(file);
  if (before !== null && before.pid !== process.pid && commandLine(before.pid).includes(MARK)) {
    throw new Fault(
      `${shown(dataDir)} is in use by another npm start (process ${before.pid}); stop that, or set DATA_DIR.`,
    );
  }
  for (const { pid, mark } of before?.children ?? []) await stopLeftOver({ pid, mark, signal: 'SIGTERM' });
  fs.rmSync(file, { force: true });
  try {
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, children: [] }), { flag: 'wx', mode: 0o600 });
  } catch {
    throw new Fault(`${shown(dataDir)} was taken by another npm start just now; set DATA_DIR to another folder.`);
  }
  return {
    record: (children) => fs.writeFileSync(file, JSON.stringify({ pid: process.pid, children })),
    release: () => fs.rmSync(file, { force: true }),
  };
}

/**
 * @param {string} file
 * @returns {RunRecord | null}
 */
function readRecord(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
