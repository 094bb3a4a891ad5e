/** Runs one built program after installing and building what is missing. Run: node scripts/run.mjs <file> [arguments] */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { exitWith } from './fault.mjs';
import { ROOT } from './folders.mjs';
import { ensureInstalled } from './install.mjs';

async function main() {
  const [entry = '', ...args] = process.argv.slice(2);
  // The program's own output may be read by a machine.
  const say = (/** @type {string} */ progress) => void process.stderr.write(`${progress}\n`);
  await ensureInstalled(say);
  await ensureBuilt({ say, withConsole: false });
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(ROOT, entry), ...args], {
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

main().catch(exitWith);
