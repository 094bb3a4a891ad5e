import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TestingError } from './testing-error.js';

export interface ProcessOptions {
  /** Built file to run, relative to the repository: `dist/apps/worker/src/main.js`. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Added to the environment of the spec. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default 30 seconds. */
  readonly readyTimeoutMs?: number;
}

/** A process of its own, which a spec may stop or kill like an operator or a crash would. */
export interface LaunchedProcess {
  readonly pid: number;
  /** The JSON line with `"ready":true` that it printed. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Everything it wrote to stdout and stderr until now. */
  output(): string;
  /** True until it has ended, for whatever reason. */
  running(): boolean;
  /** Ends it as a crash does (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>;
  /**
   * Asks it to end (SIGTERM) and gives its exit code; after ten seconds it is killed. The code is null where a signal
   * ended it, and Nest's shutdown hooks end a process by SIGTERM itself.
   */
  stop(): Promise<number | null>;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const STOP_TIMEOUT_MS = 10_000;
const READY_POLL_MS = 20;

const launched = new Set<ChildProcess>();
process.once('exit', () => launched.forEach((child) => child.kill('SIGKILL')));

/**
 * Starts a built program and waits for its ready line. It is killed with the spec's own process.
 * @throws {TestingError} BUILD_MISSING - the file to run is not there.
 * @throws {TestingError} PROCESS_ENDED - it ended before it was ready; the message has its last output.
 * @throws {TestingError} NEVER_READY - it lives but printed no ready line in time.
 */
export async function launchProcess(options: ProcessOptions): Promise<LaunchedProcess> {
  const { entry, args = [], env = {}, readyTimeoutMs = 30_000 } = options;
  if (!fs.existsSync(path.resolve(ROOT, entry))) {
    throw new TestingError('BUILD_MISSING', `${entry} is not there: run npm run build, or specs through npm test.`);
  }
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  launched.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      launched.delete(child);
      resolve(code);
    });
  });
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exit;
  };
  const stop = async (): Promise<number | null> => {
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.kill('SIGTERM');
    const code = await exit;
    clearTimeout(force);
    return code;
  };

  const deadline = performance.now() + readyTimeoutMs;
  for (;;) {
    const ready = readyLine(output);
    if (ready !== null) return { pid: child.pid ?? 0, ready, output: () => output, running, kill, stop };
    if (!running()) {
      await exit;
      throw new TestingError('PROCESS_ENDED', `${entry} ended before it was ready:\n${output.slice(-4000)}`);
    }
    if (performance.now() > deadline) {
      await kill();
      throw new TestingError('NEVER_READY', `${entry} printed no ready line:\n${output.slice(-4000)}`);
    }
    await Promise.race([exit, pause(READY_POLL_MS)]);
  }
}

function readyLine(output: string): Record<string, unknown> | null {
  const end = output.lastIndexOf('\n');
  for (const line of output.slice(0, end + 1).split('\n')) {
    if (!line.startsWith('{') || !line.includes('"ready"')) continue;
    const parsed = JSON.parse(line) as Record<string, unknown>;
    if (parsed['ready'] === true) return parsed;
  }
  return null;
}
