import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freeNetwork } from '../../../scripts/ports.mjs';
import { startPostgres } from '../../../scripts/postgres.mjs';
import { runProgram } from './run-program.mjs';

const HOSTS = 100;
const INSTANCES = 50;
const PORT = 2222;
const ROUNDS = 5;
/** IDLE_SESSIONS where nobody sets it. */
const KEPT_AS_DELIVERED = 500;
const LIMITS = { cold: 1.3, warm: 0.25, scale: 0.15, memoryMb: 600, sharded: 0.1 };

/**
 * What a sweep of simulated instances costs in CPU time of our process: against a bare ssh2 loop that runs the same
 * commands on the same instances, over kept sessions against new ones, for 1,000 against 5,000, and shared by two processes
 * against one.
 * @param {(text: string) => void} say
 */
export async function benchSweep(say) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-bench-'));
  fs.chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, logFile: path.join(folder, 'postgres.log'), durable: false });
  const password = randomBytes(12).toString('hex');
  const args = ['--hosts', String(HOSTS), '--instances', String(INSTANCES), '--port', String(PORT)];
  const network = await freeNetwork(PORT);
  const simulator = await runProgram('dist/apps/simulator/src/main.js', [...args, '--network', network], {
    SIMULATOR_PASSWORD: password,
  });
  const env = { BENCH_PASSWORD: password, BENCH_CONTROL: simulator.ready.control, DATABASE_URL: postgres.url };
  /** @param {string} part @param {Record<string, string>} [more] */
  const sweepOf = (part, more) =>
    runProgram('test/bench/sweep/our-sweep.mjs', [], { ...env, BENCH_PART: part, ...more });
  try {
    const bare = await runProgram('test/bench/sweep/bare-loop.mjs', [], { ...env, BENCH_PART: '0-500' });
    const ours = await sweepOf('0-500');
    const figures = await againstBareLoop(bare, ours, say);
    await Promise.all([bare.end(), ours.end()]);
    figures.push(...(await atScale(sweepOf, say)), await inTwoProcesses(sweepOf, say));
    return figures;
  } finally {
    await simulator.end();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {Awaited<ReturnType<typeof runProgram>>} Program */

/** @param {Program} bare @param {Program} ours @param {(text: string) => void} say */
async function againstBareLoop(bare, ours, say) {
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [loop, cold, warm] = [await bare.ask('go'), await ours.ask('cold'), await ours.ask('warm')];
    for (const { read } of [cold, warm]) if (read !== 500) throw new Error(`the sweep read ${read} of 500 instances`);
    rounds.push({ loop, cold, warm, ratio: cold.cpuMs / loop.cpuMs, warmRatio: warm.cpuMs / cold.cpuMs });
    say(`round ${round}: bare ${ms(loop)}, cold sweep ${ms(cold)}, warm sweep ${ms(warm)}`);
  }
  const cold = median(rounds, 'ratio');
  const warm = median(rounds, 'warmRatio');
  const visit = (/** @type {any} */ run) => `p50 ${run.p50Ms.toFixed(0)} ms, p95 ${run.p95Ms.toFixed(0)} ms a visit`;
  return [
    {
      name: 'CPU of a cold sweep of 500 instances, against a bare ssh2 loop with the same commands',
      says: `${cold.ratio.toFixed(2)}× (limit ${LIMITS.cold}×): ${ms(cold.cold)} against ${ms(cold.loop)}; ${visit(cold.cold)}, ${cold.cold.open} sessions open`,
      limit: LIMITS.cold,
      rounds,
    },
    {
      name: 'CPU of a warm sweep over kept sessions, against a cold one',
      says: `${warm.warmRatio.toFixed(2)}× (limit ${LIMITS.warm}×): ${ms(warm.warm)} against ${ms(warm.cold)}; ${visit(warm.warm)}`,
      limit: LIMITS.warm,
    },
  ];
}

/** @param {(part: string, more?: Record<string, string>) => Promise<Program>} sweepOf @param {(text: string) => void} say */
async function atScale(sweepOf, say) {
  const runs = [];
  for (const count of [1000, 5000]) {
    const ours = await sweepOf(`0-${count}`, { BENCH_KEPT: String(KEPT_AS_DELIVERED) });
    const run = await ours.ask('cold');
    await ours.end();
    if (run.read !== count) throw new Error(`the sweep read ${run.read} of ${count} instances`);
    runs.push({ count, run, each: run.cpuMs / count });
    say(`${count} instances: ${(run.cpuMs / count).toFixed(2)} ms CPU each, ${run.rssMb.toFixed(0)} MB`);
  }
  const [small, large] = runs;
  if (!small || !large) throw new Error('two runs');
  const ratio = large.each / small.each;
  return [
    {
      name: 'CPU per appliance at 5,000 appliances, against 1,000',
      says: `${ratio.toFixed(2)}× (limit ${1 + LIMITS.scale}×): ${large.each.toFixed(2)} ms against ${small.each.toFixed(2)} ms each`,
      limit: 1 + LIMITS.scale,
      ratio,
    },
    {
      name: 'Memory of a worker after 5,000 appliances',
      says: `${large.run.rssMb.toFixed(0)} MB (limit ${LIMITS.memoryMb} MB), ${large.run.open} sessions open`,
      limit: LIMITS.memoryMb,
    },
  ];
}

/** @param {(part: string) => Promise<Program>} sweepOf @param {(text: string) => void} say */
async function inTwoProcesses(sweepOf, say) {
  const ratios = [];
  const one = await sweepOf('0-1000');
  const two = [await sweepOf('1000-1500'), await sweepOf('1500-2000')];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const alone = await one.ask('cold');
    const both = await Promise.all(two.map((each) => each.ask('cold')));
    const shared = both.reduce((sum, run) => sum + run.cpuMs, 0);
    ratios.push({ ratio: shared / alone.cpuMs });
    say(`1,000 instances: ${ms(alone)} in one process, ${shared.toFixed(0)} ms CPU in two`);
  }
  await Promise.all([one, ...two].map((each) => each.end()));
  const { ratio } = median(ratios, 'ratio');
  return {
    name: 'CPU of 1,000 appliances shared by two worker processes, against one process',
    says: `${ratio.toFixed(2)}× (limit ${1 + LIMITS.sharded}×)`,
    limit: 1 + LIMITS.sharded,
    ratios,
  };
}

/** @param {{ cpuMs: number }} run */
const ms = (run) => `${run.cpuMs.toFixed(0)} ms CPU`;

/** @template {Record<string, any>} T @param {T[]} rounds @param {string} by @returns {T} */
function median(rounds, by) {
  const middle = rounds.toSorted((a, b) => a[by] - b[by])[Math.floor(rounds.length / 2)];
  if (middle === undefined) throw new Error('no rounds');
  return middle;
}
