import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Fault } from '../fault.mjs';
import { contentHash, fileMark, filesBelow, readRecord, replaceFile } from './sources.mjs';

const RECORD = 'dist/.console.json';
const OUTPUT = 'dist/apps/console';

/**
 * Builds the operator's console with Vite, if anything it is made of has changed.
 * @param {{ root: string, force: boolean, say: (progress: string) => void }} options
 * @returns {Promise<boolean>} whether it was built
 */
export async function buildConsole({ root, force, say }) {
  if (!fs.existsSync(path.join(root, 'apps/console/vite.config.ts'))) return false;
  const hash = createHash('sha256').update(contentHash(root, ['package-lock.json']));
  const files = filesBelow(root, ['apps/console', 'libs/contract/src'], (file) => !/\.spec\.tsx?$/.test(file));
  for (const file of files) hash.update(file).update(fileMark(root, file));
  const stamp = hash.digest('hex');
  const recordFile = path.join(root, RECORD);
  const isThere = fs.existsSync(path.join(root, OUTPUT, 'index.html'));
  if (!force && isThere && readRecord(recordFile)?.stamp === stamp) return false;

  say('building the console');
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = [
    vite,
    'build',
    'apps/console',
    '--outDir',
    path.join(root, OUTPUT),
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ];
  const env = { ...process.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill());
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Fault(`The console does not build: ${said.trim().slice(0, 2000)}`);
  replaceFile(recordFile, JSON.stringify({ stamp }));
  return true;
}
