import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerChannel } from 'ssh2';
import type { Appliance } from '../fleet/appliance.js';
import type { CommandLog } from '../fleet/command-log.js';
import type { TrafficStats } from '../fleet/traffic-stats.js';
import type { CliSession } from './cli-session.js';
import { LineReader } from './line-reader.js';

/** A command line on a channel, and where its commands are counted. */
export interface CliChannel {
  readonly appliance: Appliance;
  readonly channel: ServerChannel;
  readonly session: CliSession;
  readonly log: CommandLog;
  readonly stats: TrafficStats;
}

function note({ appliance, log, stats }: CliChannel, kind: 'exec' | 'shell', command: string): void {
  log.add(appliance, kind, command);
  stats.of(appliance).commands += 1;
}

/** Waits as long as the appliance is told to take; the wait never holds the process up. */
export async function waitLatency(appliance: Appliance): Promise<void> {
  if (appliance.latencyMs > 0) await sleep(appliance.latencyMs, undefined, { ref: false });
}

/** Runs one command of an exec channel. Like on the vendor's boxes, the exit status is no verdict. */
export async function serveExec(cli: CliChannel, command: string): Promise<void> {
  const { appliance, channel, session } = cli;
  note(cli, 'exec', command);
  const write = (text: string): void => {
    if (channel.writable) channel.write(text);
  };
  await waitLatency(appliance);
  const reply = await session.run(command, write);
  write(reply.text);
  if (!channel.writable) return;
  channel.exit(0);
  channel.end();
}

/** Serves an interactive session; with a terminal, input is echoed and lines end in carriage return and line feed. */
export function serveShell(cli: CliChannel, hasTerminal: boolean): void {
  const { appliance, channel, session } = cli;
  const write = (text: string): void => {
    if (channel.writable && text !== '') channel.write(hasTerminal ? text.replace(/\r?\n/g, '\r\n') : text);
  };
  const reader = new LineReader(hasTerminal ? write : () => undefined);
  let isBusy = false;
  const close = (): void => {
    if (!channel.writable) return;
    channel.exit(0);
    channel.end();
  };
  const drain = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let input = reader.next(); input !== null; input = reader.next()) {
      if (input.kind === 'end') return close();
      if (input.line.trim() !== '') {
        note(cli, 'shell', input.line.trim());
        await waitLatency(appliance);
      }
      const reply = await session.run(input.line, write);
      write(reply.text);
      if (reply.ends) return close();
      write(session.prompt());
    }
    isBusy = false;
  };
  channel.setEncoding('utf8');
  channel.on('data', (text: string) => {
    reader.push(text);
    drain().catch(() => channel.destroy());
  });
  channel.on('end', close);
  write(session.greeting);
  write(session.prompt());
}
