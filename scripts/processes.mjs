import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from './fault.mjs';

const POLL_MS = 20;
const ROTATE_BYTES = 10 * 1024 ** 2;

/**
 * @typedef {object} Running
 * @property {string} name
 * @property {number} pid
 * @property {string} logFile
 * @property {number} logStart where in the log this process began to write
 * @property {() => boolean} alive
 * @property {Promise<{ code: number | null, signal: string | null }>} exited
 */

/**
 * Starts a program in a process group of its own, so that a Ctrl-C reaches only the launcher, which then stops its
 * children in order. All it writes is appended to its log file; nothing reaches the terminal.
 * @param {{ name: string, command: string, args: string[], logFile: string, env?: NodeJS.ProcessEnv, cwd?: string,
 *   uid?: number, gid?: number }} program
 * @returns {Running}
 */
export function startProcess({ name, command, args, logFile, ...options }) {
  const logStart = rotatedSize(logFile);
  const log = fs.openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      fs.appendFileSync(logFile, `${error.message}\n`);
      resolve({ code: 127, signal: null });
    });
  });
  const alive = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return { name, pid: child.pid ?? 0, logFile, logStart, alive, exited };
}

/** @param {string} logFile */
function rotatedSize(logFile) {
  const bytes = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= ROTATE_BYTES) return bytes;
  fs.renameSync(logFile, `${logFile}.1`);
  return 0;
}

/**
 * Waits for a line in the log of a process that has just been started.
 * @param {Running} running
 * @param {RegExp} pattern
 * @param {number} timeoutMs
 * @returns {Promise<string>} what the pattern matched
 */
export async function waitForLine(running, pattern, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const ended = !running.alive(); // looked at before the log, so that nothing written last is missed
    const found = pattern.exec(written(running))?.[0];
    if (found !== undefined) return found;
    if (ended) throw new Fault(`${running.name} stopped at its start: ${lastWords(running)}`);
    if (performance.now() > deadline) {
      throw new Fault(`${running.name} was not ready after ${timeoutMs / 1000} s: ${lastWords(running)}`);
    }
    await pause(POLL_MS);
  }
}

/**
 * What a process has written to its log since it was started.
 * @param {Running} running
 * @returns {string}
 */
export function written(running) {
  return fs.readFileSync(running.logFile).subarray(running.logStart).toString('utf8');
}

/**
 * The line in which a process said why it ended, and where the rest is.
 * @param {Running} running
 * @returns {string}
 */
export function lastWords(running) {
  const lines = written(running)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('Node.js v'));
  const reason = lines.findLast((line) => /error|fatal|fault|"level":"(error|fatal)"/i.test(line)) ?? lines.at(-1);
  return `${reason === undefined ? 'it wrote nothing' : spoken(reason)} (log: ${running.logFile})`;
}

/**
 * The message of a JSON log line; any other line as it is.
 * @param {string} line
 */
function spoken(line) {
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter((part) => typeof part === 'string').join(': ');
  } catch {
    return line.trim();
  }
}

/**
 * Sends a signal and, if that is not enough within the time, kills the process group.
 * @param {Running} running
 * @param {NodeJS.Signals} signal
 * @param {number} timeoutMs
 */
export async function stopProcess(running, signal, timeoutMs) {
  if (!running.alive()) return;
  send(running.pid, signal);
  const ended = running.exited.then(() => true);
  const inTime = await Promise.race([ended, pause(timeoutMs, false, { ref: false })]);
  if (!inTime) killProcess(running);
  await running.exited;
}

/**
 * Kills a process and its group at once.
 * @param {Running} running
 */
export function killProcess(running) {
  if (running.alive()) send(-running.pid, 'SIGKILL');
}

/**
 * Stops a process that an earlier, killed launcher left behind.
 * @param {{ pid: number, mark: string, signal: NodeJS.Signals }} leftOver `mark`: text that its command line must hold
 *   for it to be ours; process ids are used again
 */
export async function stopLeftOver({ pid, mark, signal }) {
  for (const next of [signal, /** @type {const} */ ('SIGKILL')]) {
    if (!commandLine(pid).includes(mark)) return;
    send(pid, next);
    for (let waited = 0; waited < 5000 && commandLine(pid).includes(mark); waited += POLL_MS) await pause(POLL_MS);
  }
  if (commandLine(pid).includes(mark)) throw new Fault(`Process ${pid} is left from an earlier start; stop it first.`);
}

/**
 * The command line of a process, empty if there is no such process (or only its remains).
 * @param {number} pid
 * @returns {string}
 */
export function commandLine(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return '';
  if (process.platform === 'linux') {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/**
 * The process id in a pid file, 0 if there is none.
 * @param {string} pidFile
 * @returns {number}
 */
export function readPid(pidFile) {
  try {
    return Number.parseInt(fs.readFileSync(pidFile, 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}
