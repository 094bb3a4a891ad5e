import fs from 'node:fs';
import path from 'node:path';
import { Fault } from '../fault.mjs';
import { ROOT } from '../folders.mjs';
import { lastWords, startProcess, stopProcess, waitForLine } from '../processes.mjs';
import { SIMULATOR_PORT } from './secrets.mjs';

const READY_LINE = /^\{.*"ready":\s*true.*\}$/m;
const READY_MS = 60_000;
const WORKER_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;

/**
 * @typedef {object} Surroundings
 * @property {import('./options.mjs').StartOptions} options
 * @property {import('./children.mjs').Children} children
 * @property {NodeJS.ProcessEnv} env for every program of ours
 * @property {(fault: Fault) => void} fail called when something that is needed dies
 * @property {() => boolean} stopping
 */

/**
 * Brings the database's tables up to date.
 * @param {Surroundings} surroundings
 */
export async function migrate({ options, children, env }) {
  const running = startProgram({ name: 'migrate', app: 'controller', file: 'migrate.js', options, env });
  const child = asChild(running, 'controller', 'apps/controller');
  children.add(child);
  const { code } = await running.exited;
  children.remove(child);
  if (code !== 0) throw new Fault(`The database could not be brought up to date: ${lastWords(running)}`);
}

/**
 * Starts the simulated fleet.
 * @param {Surroundings} surroundings
 * @param {{ password: string, network: string, receiverPort: number }} identity
 * @returns {Promise<any>} its ready line
 */
export async function startSimulator(surroundings, identity) {
  const { demoHosts, demoInstances, dataDir } = surroundings.options;
  const args = [
    ...['--hosts', String(demoHosts), '--instances', String(demoInstances)],
    ...['--network', identity.network, '--port', String(SIMULATOR_PORT)],
    ...['--receiver-port', String(identity.receiverPort)],
    ...['--state-dir', path.join(dataDir, 'simulator')],
  ];
  const env = { ...surroundings.env, SIMULATOR_PASSWORD: identity.password };
  return startNeeded({ ...surroundings, env }, { name: 'simulator', app: 'simulator', stage: 'simulator', args });
}

/**
 * Starts the controller.
 * @param {Surroundings} surroundings
 * @param {string} adminPassword used only while there is no account
 * @returns {Promise<{ url: string, firstAdmin?: boolean }>} its ready line
 */
export async function startController(surroundings, adminPassword) {
  const env = { ...surroundings.env, ADMIN_PASSWORD: adminPassword };
  return startNeeded({ ...surroundings, env }, { name: 'controller', app: 'controller', stage: 'controller' });
}

/**
 * Starts the workers. One that dies is started again, unless it keeps dying.
 * @param {Surroundings} surroundings
 */
export async function startWorkers(surroundings) {
  const names = Array.from({ length: surroundings.options.workers }, (_, index) => `worker-${index + 1}`);
  await Promise.all(names.map((name) => startWorker(surroundings, name, [])));
}

/**
 * @param {Surroundings} surroundings
 * @param {string} name
 * @param {number[]} deaths when it died before, in milliseconds of this process
 */
async function startWorker(surroundings, name, deaths) {
  const { options, children, stopping, fail } = surroundings;
  const env = { ...surroundings.env, WORKER_NAME: name };
  const running = startProgram({ name, app: 'worker', options, env });
  const child = asChild(running, 'workers', 'apps/worker');
  children.add(child);
  void running.exited.then(async () => {
    children.remove(child);
    if (stopping() || !isReady) return;
    const recent = [...deaths, performance.now()].filter((at) => performance.now() - at < RESTART_WINDOW_MS);
    if (recent.length > WORKER_RESTARTS) {
      fail(new Fault(`${name} died ${recent.length} times within a minute: ${lastWords(running)}`));
      return;
    }
    process.stderr.write(`${name} died and is started again: ${lastWords(running)}\n`);
    await startWorker(surroundings, name, recent).catch(fail);
  });
  let isReady = false;
  await waitForLine(running, READY_LINE, READY_MS);
  isReady = true;
}

/**
 * Starts a program without which nothing goes on.
 * @param {Surroundings} surroundings
 * @param {{ name: string, app: string, stage: 'controller' | 'simulator', args?: string[] }} program
 */
async function startNeeded({ options, children, env, fail, stopping }, { name, app, stage, args = [] }) {
  const running = startProgram({ name, app, args, options, env });
  children.add(asChild(running, stage, `apps/${app}`));
  const line = await waitForLine(running, READY_LINE, READY_MS);
  void running.exited.then(() => {
    if (!stopping()) fail(new Fault(`The ${name} died: ${lastWords(running)}`));
  });
  return JSON.parse(line);
}

/**
 * @param {{ name: string, app: string, file?: string, args?: string[],
 *   options: import('./options.mjs').StartOptions, env: NodeJS.ProcessEnv }} program
 */
function startProgram({ name, app, file = 'main.js', args = [], options, env }) {
  const entry = path.join(ROOT, 'dist/apps', app, 'src', file);
  if (!fs.existsSync(entry)) throw new Fault(`${path.relative(ROOT, entry)} is missing; run npm run build.`);
  const logFile = path.join(options.dataDir, 'logs', `${name}.log`);
  return startProcess({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', entry, ...args],
    logFile,
    env,
  });
}

/**
 * @param {import('../processes.mjs').Running} running
 * @param {import('./children.mjs').Child['stage']} stage
 * @param {string} mark
 * @returns {import('./children.mjs').Child}
 */
function asChild(running, stage, mark) {
  return { running, stage, mark, stop: (timeoutMs) => stopProcess(running, 'SIGTERM', timeoutMs) };
}
