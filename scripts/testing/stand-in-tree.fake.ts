import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandLine } from '../processes.mjs';
import { ROOT } from '../folders.mjs';

/** What the launcher promises is checked on programs that only keep its contract: a ready line, and an end on SIGTERM. */
const PROGRAM = `
import fs from 'node:fs';
const name = process.env.WORKER_NAME ?? '@app';
const note = (text) => fs.appendFileSync(process.env.DATA_DIR + '/events.log', text + '\\n');
const waiting = setInterval(() => {}, 1000);
process.on('SIGTERM', () => { note('stopped ' + name); clearInterval(waiting); });
note(JSON.stringify({ name, pid: process.pid, secret: process.env.ADMIN_PASSWORD, demo: process.env.SIMULATOR_PASSWORD }));
console.log('some log line');
console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:1', control: 'http://127.0.0.1:2', hosts: [] }));
`;
const MIGRATE = `
if (process.env.STAND_IN_MIGRATION === 'fails') throw new Error('migration 7 does not apply');
`;
const DEMO = `
export async function runDemo({ onProgress }) {
  for (const n of [1, 2, 3]) onProgress('found ' + n + ' of 3');
  return { summary: [{ label: 'Found', value: 3 }] };
}
`;

/** The launcher's scripts in a tree of their own, over stand-ins for the programs it starts. */
export interface StandInTree {
  readonly dataDir: string;
  start(args?: string[], env?: Record<string, string>): Start;
  /** What the programs noted, in order. */
  events(): string[];
  /** The programs started so far, by name; the newest of a name. */
  programs(): Record<string, { pid: number; secret: string; demo?: string }>;
  /** Command lines of processes that still run on this tree's data folder. */
  leftOvers(): string[];
  remove(): void;
}

export interface Start {
  readonly pid: number;
  /** What it wrote to the terminal until now. */
  output(): string;
  readonly exited: Promise<number | string>;
  signal(signal: NodeJS.Signals): void;
}

export function makeStandInTree(): StandInTree {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'start-'));
  fs.chmodSync(root, 0o755);
  const dataDir = path.join(root, 'data');
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  fs.cpSync(path.join(ROOT, 'scripts'), path.join(root, 'scripts'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    fs.copyFileSync(path.join(ROOT, file), path.join(root, file));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  for (const app of ['controller', 'worker', 'simulator']) {
    write(`dist/apps/${app}/src/main.js`, PROGRAM.replace('@app', app));
  }
  write('dist/apps/controller/src/migrate.js', MIGRATE);
  write('scripts/demo.mjs', DEMO);

  const events = (): string[] => {
    const file = path.join(dataDir, 'events.log');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
  };
  return {
    dataDir,
    events,
    start: (args = [], env = {}) => startIn(root, args, { DATA_DIR: dataDir, PORT: '0', WORKERS: '2', ...env }),
    programs: () =>
      Object.fromEntries(
        events()
          .filter((event) => event.startsWith('{'))
          .map((event) => JSON.parse(event) as { name: string; pid: number; secret: string })
          .map((program) => [program.name, program]),
      ),
    leftOvers: () =>
      fs
        .readdirSync('/proc')
        .filter((entry) => /^\d+$/.test(entry))
        .map((pid) => commandLine(Number(pid)))
        .filter((line) => line.includes(root)),
    remove: () => fs.rmSync(root, { recursive: true, force: true }),
  };
}

function startIn(root: string, args: string[], env: Record<string, string>): Start {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return { pid: child.pid ?? 0, output: () => output, exited, signal: (signal) => void child.kill(signal) };
}
