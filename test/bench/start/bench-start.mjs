import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../../scripts/folders.mjs';

const FIRST_LIMIT_SECONDS = 180;
const SECOND_LIMIT_SECONDS = 15;
const PATIENCE_MS = 600_000;

/**
 * What a newcomer waits: `npm start` in a fresh clone, with packages from the cache, until the main job is done, and
 * again on the data that it left. The baseline is `npm ci` alone in the same clone.
 * @param {(text: string) => void} say
 */
export async function benchStart(say) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-clone-'));
  try {
    const clone = path.join(folder, 'clone');
    run('git', ['clone', '--quiet', ROOT, clone], folder);
    say('npm ci in a fresh clone, as the baseline');
    const install = timed(() => run('npm', ['ci', '--silent'], clone));
    fs.rmSync(path.join(clone, 'node_modules'), { recursive: true });
    say('npm start in the fresh clone');
    const first = await startUntilServing(clone);
    say('npm start again');
    const second = await startUntilServing(clone);
    return [
      {
        name: 'First npm start in a fresh clone, until the main job is done',
        says: `${first.toFixed(0)} s (limit ${FIRST_LIMIT_SECONDS} s), ${(first / install).toFixed(2)}× npm ci alone (${install.toFixed(0)} s)`,
        limit: FIRST_LIMIT_SECONDS,
        seconds: first,
      },
      {
        name: 'Second npm start, until it serves again',
        says: `${second.toFixed(1)} s (limit ${SECOND_LIMIT_SECONDS} s), ${(second / first).toFixed(2)}× the first`,
        limit: SECOND_LIMIT_SECONDS,
        seconds: second,
      },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} clone @returns {Promise<number>} seconds until the sign-in was printed */
async function startUntilServing(clone) {
  const before = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: clone,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const serving = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not serving after ${PATIENCE_MS / 1000} s:\n${output}`)),
      PATIENCE_MS,
    );
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      if (/Console\s+http/.test(output)) {
        clearTimeout(timer);
        resolve(null);
      }
    });
    void exited.then((code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  await serving;
  const seconds = (performance.now() - before) / 1000;
  if (!/Uploaded\s+\d+ bundles/.test(output)) throw new Error(`the main job did not finish:\n${output}`);
  child.kill('SIGINT');
  await exited;
  return seconds;
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** @param {() => void} work @returns {number} seconds */
function timed(work) {
  const before = performance.now();
  work();
  return (performance.now() - before) / 1000;
}
