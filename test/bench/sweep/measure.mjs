import readline from 'node:readline';

/**
 * Answers each line of standard input with one measured run. The first run of all warms the code up and is not told.
 * @param {() => Promise<number>} work gives how many appliances it read
 */
export async function answerWithRuns(work) {
  await work();
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  for await (const _line of readline.createInterface({ input: process.stdin })) {
    const wall = performance.now();
    const cpu = process.cpuUsage();
    const read = await work();
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(
      `${JSON.stringify({ read, cpuMs: (user + system) / 1000, wallMs: performance.now() - wall })}\n`,
    );
  }
}

/** The instances of the simulated fleet. @returns {Promise<{ name: string, address: string, port: number }[]>} */
export async function simulatedInstances() {
  const answer = await fetch(new URL('/fleet', process.env.BENCH_CONTROL));
  const { hosts } = await answer.json();
  return hosts.flatMap((/** @type {any} */ host) => host.instances);
}

export const SESSIONS = 20;
