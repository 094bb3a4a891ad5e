import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface RunningServer {
  readonly port: number;
  readonly process: ChildProcess;
}

/** Starts an SSH server nobody here wrote, on a free loopback port, and waits until it listens. */
export async function startForeign(argv: (port: number) => readonly [string, ...string[]]): Promise<RunningServer> {
  const port = await freePort();
  const [program, ...args] = argv(port);
  const server = spawn(program, args, { stdio: 'ignore' });
  while (server.exitCode === null && !(await accepts(port))) await pause(50);
  if (server.exitCode !== null) throw new Error(`${program} ended with ${server.exitCode} before it listened`);
  return { port, process: server };
}

export async function stopForeign(server: RunningServer): Promise<void> {
  if (server.process.exitCode !== null) return;
  const gone = once(server.process, 'exit');
  server.process.kill();
  await gone;
}

/**
 * Writes a program that plays an appliance behind any SSH server that can force a command: one answer on an exec
 * channel, and on a terminal a notice, a prompt with a history number, and answers until `exit`.
 */
export async function writeApplianceProgram(folder: string): Promise<string> {
  const path = join(folder, 'appliance');
  const program = `#!/bin/sh
answer() {
  case "$1" in
    '') ;;
    'show ns version') printf '\\tNetScaler NS13.1: Build 53.17.nc\\n Done\\n' ;;
    'show listing') seq 1 20000; printf ' Done\\n' ;;
    'show prompt') printf 'before\\n(0) ns> '; sleep 0.9; printf 'quoted\\n Done\\n' ;;
    'show size') stty size; printf ' Done\\n' ;;
    exit) printf 'Bye!\\n'; exit 0 ;;
    *) printf 'ERROR: No such command\\n' ;;
  esac
}
if [ -n "$SSH_ORIGINAL_COMMAND" ]; then answer "$SSH_ORIGINAL_COMMAND"; exit 3; fi
printf '####################\\n# authorized only > #\\n####################\\n\\n Done\\n'
n=0
while printf '(%s) ns> ' "$n"; read -r line; do answer "$line"; n=$((n + 1)); done
`;
  await writeFile(path, program, { mode: 0o755 });
  return path;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
