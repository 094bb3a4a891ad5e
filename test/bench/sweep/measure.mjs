import readline from 'node:readline';

const WARM_UP = 3000;

/**
 * Answers each line of standard input with one measured run of what it says. The first runs warm the code up and are not
 * told: a worker runs for weeks, so what compiling costs is no part of a sweep.
 * @param {(word: string) => Promise<{ read: number }>} work gives what there is to tell of the run, and how many appliances it read
 * @param {string} warmUp
 */
export async function answerWithRuns(work, warmUp = 'cold') {
  for (let read = 0; read < WARM_UP; read += (await work(warmUp)).read);
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  for await (const word of readline.createInterface({ input: process.stdin })) {
    const wall = performance.now();
    const cpu = process.cpuUsage();
    const told = await work(word);
    const { user, system } = process.cpuUsage(cpu);
    const measured = { cpuMs: (user + system) / 1000, wallMs: performance.now() - wall, rssMb: rssMb() };
    process.stdout.write(`${JSON.stringify({ ...told, ...measured })}\n`);
  }
}

function rssMb() {
  return process.memoryUsage().rss / 2 ** 20;
}

/**
 * The part of the simulated fleet that this process has to read: BENCH_PART is `from-to` in the list of all instances.
 * @returns {Promise<{ name: string, address: string, port: number }[]>}
 */
export async function simulatedInstances() {
  const answer = await fetch(new URL('/fleet', process.env.BENCH_CONTROL));
  const { hosts } = await answer.json();
  const [from, to] = (process.env.BENCH_PART ?? '0-')
    .split('-')
    .map((text) => (text === '' ? undefined : Number(text)));
  return hosts.flatMap((/** @type {any} */ host) => host.instances).slice(from, to);
}

export const SESSIONS = 20;
