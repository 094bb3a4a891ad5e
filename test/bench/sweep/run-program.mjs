import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../../scripts/folders.mjs';

/**
 * Starts a program that prints JSON lines, the first one when it is ready, and one for each line it is sent.
 * @param {string} entry @param {string[]} args @param {Record<string, string>} env
 */
export async function runProgram(entry, args, env) {
  const child = spawn(process.execPath, [path.join(ROOT, entry), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  /** @type {((line: any) => void)[]} */
  const waiting = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line));
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const next = () =>
    new Promise((resolve, reject) => {
      waiting.push(resolve);
      void exited.then((code) => reject(new Error(`${entry} ended with ${code}`)));
    });
  const ready = await next();
  return {
    ready: /** @type {any} */ (ready),
    /** @param {string} word @returns {Promise<any>} */
    ask: (word) => {
      const answer = next();
      child.stdin.write(`${word}\n`);
      return answer;
    },
    end: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
