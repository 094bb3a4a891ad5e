import type { Connection } from './connection.js';
import { SshError } from './errors.js';
import { ExecRunner } from './exec-runner.js';
import { looksLikePrompt } from './shell-prompt.js';
import { ShellRunner } from './shell-runner.js';
import type { SshLimits, SshTarget } from './ssh-target.js';
import { lastLine, stripTerminalCodes } from './terminal-text.js';

/** How long a probe may stay unanswered; a server that does not serve commands this way often simply says nothing. */
const PROBE_MS = 5_000;

/** A line of a notice: text framed in hashes or stars, drawn lines, warnings, and who was here last. */
const NOTICE_LINE = /^\s*(?:[#*].*|[-_=~+|]+\s*|(?:last login|warning|notice|disclaimer)\b.*)?$/i;

export interface CommandRunner {
  run(command: string, timeoutMs: number): Promise<string>;
}

export interface ChosenChannel {
  readonly channel: 'exec' | 'shell';
  readonly runner: CommandRunner;
}

/** Both kinds of channel are opened on one login, whatever the target and the limits. */
export interface ChannelWish {
  readonly target: SshTarget;
  readonly limits: SshLimits;
}

/**
 * Opens the kind of channel the target asks for; `auto` probes. Null when that spent the login: the server hung up over
 * the probe, or opens no further channel after it. Then only a new login gets a shell.
 * @throws {SshError}
 */
export async function chooseChannel(connection: Connection, wish: ChannelWish): Promise<ChosenChannel | null> {
  const { channel, probe } = wish.target;
  if (channel === 'exec') return { channel, runner: new ExecRunner(connection, wish.limits) };
  if (channel === 'shell' || probe === undefined) return openShell(connection, wish);
  const verdict = await probeExec(connection, probe, wish.limits);
  if (verdict === 'exec') return { channel: verdict, runner: new ExecRunner(connection, wish.limits) };
  if (verdict === 'lost') return null;
  try {
    return await openShell(connection, wish);
  } catch (error) {
    if (error instanceof SshError && error.code === 'CHANNEL_REFUSED' && error.details['awaiting'] === 'shell')
      return null;
    throw error;
  }
}

/** @throws {SshError} */
export async function openShell(connection: Connection, { target, limits }: ChannelWish): Promise<ChosenChannel> {
  const { enterCommandLine } = target;
  return { channel: 'shell', runner: await ShellRunner.open(connection, { limits, enterCommandLine }) };
}

/**
 * Runs a harmless command on an exec channel and says whether its answer can be used. A refusal, silence, a bare
 * prompt or nothing but a notice cannot.
 */
async function probeExec(connection: Connection, probe: string, limits: SshLimits): Promise<'exec' | 'shell' | 'lost'> {
  try {
    const answer = await new ExecRunner(connection, limits).tryOut(probe, Math.min(PROBE_MS, limits.commandTimeoutMs));
    return answer !== null && isAnswer(answer) ? 'exec' : 'shell';
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    if (error.code === 'CHANNEL_REFUSED' || error.details['reason'] === 'killed') return 'shell';
    if (error.code === 'CONNECTION_LOST') return 'lost';
    throw error;
  }
}

function isAnswer(output: string): boolean {
  if (looksLikePrompt(lastLine(output))) return false; // a command line was started, whatever was asked of it
  return stripTerminalCodes(output)
    .split(/[\r\n]+/)
    .some((line) => !NOTICE_LINE.test(line));
}
