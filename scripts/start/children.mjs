import { killProcess } from '../processes.mjs';

/** The order in which things stop: whatever gives work away before whatever keeps it. */
const STAGES = /** @type {const} */ (['workers', 'controller', 'simulator', 'redis', 'database']);

/** Together they stay below the ten seconds in which everything is gone. */
const STOP_MS = { workers: 3500, controller: 2000, simulator: 1500, redis: 1000, database: 1500 };

/**
 * @typedef {object} Child
 * @property {import('../processes.mjs').Running} running
 * @property {(timeoutMs: number) => Promise<void>} stop
 * @property {(typeof STAGES)[number]} stage
 * @property {string} mark text by which its command line is known again
 *
 * @typedef {object} Children
 * @property {(child: Child) => void} add
 * @property {(child: Child) => void} remove
 * @property {() => Promise<void>} stopAll in order, each with its time, then by force
 * @property {() => void} killAll at once
 */

/**
 * Keeps track of everything that was started, so that nothing is left running.
 * @param {(children: { pid: number, mark: string }[]) => void} record told of every change, for the start after a crash
 * @returns {Children}
 */
export function trackChildren(record) {
  /** @type {Set<Child>} */
  const children = new Set();
  let isStopping = false;
  const changed = () => record([...children].map(({ running, mark }) => ({ pid: running.pid, mark })));
  return {
    add(child) {
      children.add(child);
      if (isStopping) killProcess(child.running); // begun before the end, and late for it
      changed();
    },
    remove(child) {
      children.delete(child);
      changed();
    },
    async stopAll() {
      isStopping = true;
      for (const stage of STAGES) {
        const members = [...children].filter((child) => child.stage === stage);
        await Promise.all(members.map((child) => child.stop(STOP_MS[stage])));
      }
    },
    killAll() {
      for (const { running } of children) killProcess(running);
    },
  };
}
