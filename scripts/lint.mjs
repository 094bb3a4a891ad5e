/** Runs every check of style, types, import directions and dead code, and says at the end which failed. Run: npm run lint */
import { exitWith, Fault } from './fault.mjs';
import { ROOT } from './folders.mjs';
import { ensureInstalled } from './install.mjs';
import { lintTasks } from './lint/tasks.mjs';

const AT_ONCE = 2; // each of the long ones fills a core

async function main() {
  const say = (/** @type {string} */ text) => void process.stdout.write(`${text}\n`);
  await ensureInstalled(say);
  const waiting = lintTasks(ROOT);
  /** @type {string[]} */
  const failed = [];
  const work = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const started = performance.now();
      const { passed, output } = await task.run();
      if (!passed) failed.push(task.name);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(`${passed ? 'ok    ' : 'FAILED'} ${task.name}, ${seconds} s${passed ? '' : `\n${output.trim()}\n`}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failed.length > 0) throw new Fault(`lint failed: ${failed.join(', ')}`);
  say('lint passed');
}

main().catch(exitWith);
