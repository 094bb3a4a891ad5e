import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

const SNMPTRAPD = '/usr/sbin/snmptrapd';
const MIBS = new URL('../fixtures/mibs', import.meta.url).pathname;

/** Where there is no snmptrapd: what to do about it; null where there is one. */
export function trapDaemonRemedy(): string | null {
  if (existsSync(SNMPTRAPD)) return null;
  return 'install the Debian package snmptrapd, or set CI= and REQUIRE_SNMPTRAPD= to leave this out';
}

/** A receiver of traps of net-snmp, which knows the vendor's names. */
export interface TrapDaemon {
  /** UDP, on 127.0.0.1. */
  readonly port: number;
  /** What it has decoded so far, a line for each trap, without quotes. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts net-snmp's snmptrapd. `configuration`: lines of its own, such as users, beside the community `public`. */
export async function launchTrapDaemon(configuration = ''): Promise<TrapDaemon> {
  const directory = await mkdtemp(join(tmpdir(), 'snmptrapd-'));
  const port = await freePort();
  const file = join(directory, 'snmptrapd.conf');
  await writeFile(file, `disableAuthorization no\nauthCommunity log public\n${configuration}`);
  const daemon = spawn(
    SNMPTRAPD,
    [
      ...['-f', '-n', '-Lo', '-C', '-c', file, '-M', MIBS, '-m', 'NS-TRAPS-MIB', '-OQ', '-F', '%v\\n'],
      `udp:127.0.0.1:${port}`,
    ],
    { env: { PATH: process.env['PATH'] ?? '', SNMP_PERSISTENT_DIR: directory } },
  );
  let said = '';
  const hear = (chunk: Buffer) => (said += chunk.toString().replaceAll('"', ''));
  daemon.stdout.on('data', hear);
  daemon.stderr.on('data', hear);
  const stop = async () => {
    if (daemon.exitCode === null) {
      daemon.kill('SIGTERM');
      await once(daemon, 'exit');
    }
    await rm(directory, { recursive: true });
  };
  await eventually(() => {
    if (!said.includes('NET-SNMP version')) throw new Error(`snmptrapd has not started: ${said}`);
  });
  return { port, said: () => said, stop };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
