import type { ServerChannel } from 'ssh2';
import type { TrafficStats } from '../fleet/traffic-stats.js';
import { sendAnswer } from './answer-output.js';
import { LineReader } from './line-reader.js';
import { PasswordDialog } from './password-dialog.js';
import { runCommand, type CommandPath } from './run-command.js';

/** A command line on a channel, where its commands are counted, and what may go wrong with its answers. */
export interface CliChannel extends CommandPath {
  readonly channel: ServerChannel;
  readonly stats: TrafficStats;
}

/** The dialog for a new password, where one is due. */
function withPasswordDialog(cli: CliChannel): CliChannel {
  const due = cli.faults.take(cli.appliance, 'password-change', ({ at }) => at === 'terminal');
  return due === null ? cli : { ...cli, session: new PasswordDialog() };
}

/** Runs one command of an exec channel. Like on the vendor's boxes, the exit status is no verdict. */
export async function serveExec(given: CliChannel, command: string): Promise<void> {
  const cli = withPasswordDialog(given);
  const { appliance, channel, stats } = cli;
  stats.of(appliance).commands += 1;
  // The dialog waits for its answers where there is no terminal too.
  if (cli.session !== given.session) {
    cli.log.add(appliance, cli.origin, command);
    return serve(cli, false);
  }
  const progress = (text: string): void => {
    if (channel.writable) channel.write(text);
  };
  const reply = await runCommand(cli, { line: command, progress });
  if (reply === null) return;
  const goesOn = await sendAnswer(cli, command, reply.text);
  if (!goesOn || !channel.writable) return;
  channel.exit(0);
  channel.end();
}

/** Serves an interactive session; with a terminal, input is echoed and lines end in carriage return and line feed. */
export function serveShell(cli: CliChannel, hasTerminal: boolean): void {
  serve(withPasswordDialog(cli), hasTerminal);
}

function serve(cli: CliChannel, hasTerminal: boolean): void {
  const { appliance, channel, session, stats } = cli;
  const onTerminal = (text: string): string => (hasTerminal ? text.replace(/\r?\n/g, '\r\n') : text);
  const write = (text: string): void => {
    if (channel.writable && text !== '') channel.write(onTerminal(text));
  };
  const reader = new LineReader((text) => {
    if (hasTerminal && (session.hidesInput !== true || text === '\n')) write(text);
  });
  let isBusy = false;
  const close = (): void => {
    if (!channel.writable) return;
    channel.exit(0);
    channel.end();
  };
  /** Runs one line; `false` when nothing may follow its answer. */
  const answer = async (line: string): Promise<boolean> => {
    const command = line.trim();
    if (command === '') {
      const reply = await session.run(line, write);
      write(reply.text);
      return !reply.ends;
    }
    stats.of(appliance).commands += 1;
    const reply = await runCommand(cli, { line, progress: write });
    if (reply === null || !(await sendAnswer(cli, command, onTerminal(reply.text)))) return false;
    if (reply.ends) close();
    return !reply.ends;
  };
  const drain = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (;;) {
      if (session.wantsKey === true) {
        const key = reader.nextKey();
        if (key === null) break;
        write(session.press?.(key).text ?? '');
      } else {
        const input = reader.next();
        if (input === null) break;
        if (input.kind === 'end') return close();
        if (!(await answer(input.line))) return;
      }
      if (session.wantsKey !== true) write(session.prompt());
    }
    isBusy = false;
  };
  const resetIdle = closeWhenIdle(cli, () => {
    write('Bye!\n');
    close();
  });
  channel.setEncoding('utf8');
  channel.on('data', (text: string) => {
    resetIdle();
    reader.push(text);
    drain().catch(() => channel.destroy());
  });
  channel.on('end', close);
  write(session.greeting);
  write(session.prompt());
}

/** Calls `onIdle` when nothing was typed for as long as the appliance allows; the result puts it off once more. */
function closeWhenIdle({ appliance, channel, faults }: CliChannel, onIdle: () => void): () => void {
  const timeout = faults.take(appliance, 'idle-timeout');
  if (timeout === null) return () => undefined;
  const timer = setTimeout(onIdle, timeout.afterMs);
  channel.once('close', () => clearTimeout(timer));
  return () => void timer.refresh();
}
