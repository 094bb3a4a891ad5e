import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { typeChecks } from '../build.mjs';
import { checkFileNames } from './file-names.mjs';

/**
 * @typedef {object} LintTask
 * @property {string} name
 * @property {() => Promise<{ passed: boolean, output: string }>} run
 */

/**
 * Every check, the longest first.
 * @param {string} root
 * @returns {LintTask[]}
 */
export function lintTasks(root) {
  const program = (/** @type {string} */ file) => path.join(root, 'node_modules', file);
  const eslintCache = ['--cache', '--cache-location', '.cache/eslint', '--cache-strategy', 'content'];
  const commits = commitRange(root);
  return [
    command(root, 'style (eslint)', [program('eslint/bin/eslint.js'), '.', '--max-warnings', '0', ...eslintCache]),
    ...typeChecks(root).map(({ name, args }) => command(root, name, args)),
    command(root, 'import directions (dependency-cruiser)', [
      program('dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['apps', 'libs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
    ]),
    command(root, 'dead code and packages (knip)', [program('knip/bin/knip.js'), '--no-progress']),
    command(root, 'format (prettier)', [program('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']),
    ...(commits === null
      ? []
      : [command(root, 'commit messages (commitlint)', [program('@commitlint/cli/cli.js'), '--from', commits])]),
    { name: 'file names', run: async () => verdict(checkFileNames(root)) },
  ];
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string[]} args of node
 * @returns {LintTask}
 */
function command(root, name, args) {
  const run = () =>
    new Promise((/** @type {(result: { passed: boolean, output: string }) => void} */ resolve) => {
      const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      child.stdout.on('data', (chunk) => (output += chunk));
      child.stderr.on('data', (chunk) => (output += chunk));
      child.once('close', (code) => resolve({ passed: code === 0, output }));
    });
  return { name, run };
}

/** @param {string[]} faults */
function verdict(faults) {
  return { passed: faults.length === 0, output: faults.join('\n') };
}

/**
 * The first commit of all; null outside of a repository and where there is nothing after the first.
 * @param {string} root
 * @returns {string | null}
 */
function commitRange(root) {
  if (!fs.existsSync(path.join(root, '.git'))) return null;
  const { status, stdout } = spawnSync('git', ['rev-list', 'HEAD'], { cwd: root, encoding: 'utf8' });
  const commits = status === 0 ? stdout.trim().split('\n') : [];
  return commits.length > 1 ? (commits.at(-1) ?? null) : null;
}
