/**
 * Builds what has changed: the programs and libraries file by file, the console as a whole.
 * Run: node scripts/build.mjs [--production] [--force]; --production checks the types first.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildConsole } from './build/console.mjs';
import { withBuildLock } from './build/lock.mjs';
import { buildPrograms } from './build/programs.mjs';
import { exitWith, Fault } from './fault.mjs';
import { ROOT } from './folders.mjs';

/**
 * @param {{ say: (progress: string) => void, force?: boolean, withConsole?: boolean, root?: string }} options
 * @returns {Promise<{ programs: number, console: boolean }>} how many files were compiled; whether the console was built
 */
export async function ensureBuilt({ say, force = false, withConsole = true, root = ROOT }) {
  return withBuildLock(root, async () => {
    const programs = await buildPrograms({ root, force, say });
    const built = withConsole && (await buildConsole({ root, force, say }));
    return { programs, console: built };
  });
}

/** The type checks of the whole tree, each with its name and its command. */
export function typeChecks(root = ROOT) {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  return ['tsconfig.json', 'apps/console/tsconfig.json']
    .filter((project) => fs.existsSync(path.join(root, project)))
    .map((project) => ({
      name: `types (${project})`,
      command: process.execPath,
      args: [tsc, '--noEmit', '-p', project],
    }));
}

async function main() {
  const { values } = parseArgs({ options: { production: { type: 'boolean' }, force: { type: 'boolean' } } });
  const say = (/** @type {string} */ progress) => void process.stdout.write(`${progress}\n`);
  if (values.production) {
    for (const check of typeChecks()) {
      say(check.name);
      const child = spawn(check.command, check.args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
      const code = await new Promise((resolve) => child.once('close', resolve));
      if (code !== 0) throw new Fault('The types do not fit; nothing was built.');
    }
  }
  const { programs, console: built } = await ensureBuilt({ say, force: values.force ?? values.production ?? false });
  say(`built: ${programs} files, console ${built ? 'built' : 'unchanged or absent'}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main().catch(exitWith);
