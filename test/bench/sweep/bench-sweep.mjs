import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../../scripts/folders.mjs';
import { freeNetwork } from '../../../scripts/ports.mjs';
import { startPostgres } from '../../../scripts/postgres.mjs';

const HOSTS = 10;
const INSTANCES = 50;
const PORT = 2222;
const ROUNDS = 3;
const LIMIT = 2;

/**
 * What a sweep of 500 simulated instances costs in CPU time of our process, against a bare ssh2 loop that runs the same
 * commands on the same instances with as many sessions side by side and throws the output away.
 * @param {(text: string) => void} say
 */
export async function benchSweep(say) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-bench-'));
  fs.chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, logFile: path.join(folder, 'postgres.log'), durable: false });
  const password = randomBytes(12).toString('hex');
  const args = ['--hosts', String(HOSTS), '--instances', String(INSTANCES), '--port', String(PORT)];
  const network = await freeNetwork(PORT);
  const simulator = await run('dist/apps/simulator/src/main.js', [...args, '--network', network], {
    SIMULATOR_PASSWORD: password,
  });
  try {
    const env = { BENCH_PASSWORD: password, BENCH_CONTROL: simulator.ready.control, DATABASE_URL: postgres.url };
    const ours = await run('test/bench/sweep/our-sweep.mjs', [], env);
    const bare = await run('test/bench/sweep/bare-loop.mjs', [], env);
    const ratios = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const [a, b] = [await bare.ask('go'), await ours.ask('go')];
      if (b.read !== HOSTS * INSTANCES) throw new Error(`the sweep read ${b.read} of ${HOSTS * INSTANCES} instances`);
      ratios.push({
        ratio: b.cpuMs / a.cpuMs,
        bareMs: a.cpuMs,
        oursMs: b.cpuMs,
        bareWallMs: a.wallMs,
        oursWallMs: b.wallMs,
      });
      say(`round ${round}: bare ${a.cpuMs.toFixed(0)} ms CPU, sweep ${b.cpuMs.toFixed(0)} ms CPU`);
    }
    await Promise.all([ours.end(), bare.end()]);
    const median = ratios.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(ROUNDS / 2)];
    return [
      {
        name: 'CPU of a sweep of 500 instances, against a bare ssh2 loop with the same commands',
        says: `${median.ratio.toFixed(2)}× (limit ${LIMIT}×): ${median.oursMs.toFixed(0)} ms against ${median.bareMs.toFixed(0)} ms; wall ${median.oursWallMs.toFixed(0)} ms against ${median.bareWallMs.toFixed(0)} ms`,
        limit: LIMIT,
        ratios,
      },
    ];
  } finally {
    await simulator.end();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Starts a program that prints JSON lines, the first one when it is ready.
 * @param {string} entry @param {string[]} args @param {Record<string, string>} env
 */
async function run(entry, args, env) {
  const child = spawn(process.execPath, [path.join(ROOT, entry), ...args], {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
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
