import { stripVTControlCharacters } from 'node:util';
import type { Appliance } from '../fleet/appliance.js';
import type { CommandLog, CommandOrigin } from '../fleet/command-log.js';
import type { CliReply, CliSession } from './cli-session.js';
import { waitLatency } from './latency.js';
import { concerns, type FaultOf } from './wire-fault.js';
import type { WireFaults } from './wire-faults.js';
import type { Wire } from './wire.js';

/** A line that somebody gives at a login of its own. */
export interface HandLine {
  readonly line: string;
  /** Name it is noted under. */
  readonly user: string;
}

/** Gives a line at a login of its own, and gives what the appliance printed. */
export type GiveByHand = (appliance: Appliance, hand: HandLine) => Promise<string>;

/** What running a command needs. */
export interface CommandPath {
  readonly appliance: Appliance;
  readonly session: CliSession;
  readonly origin: CommandOrigin;
  readonly log: CommandLog;
  readonly faults: WireFaults;
  readonly wire: Wire;
  readonly giveByHand: GiveByHand;
}

/** A command as it was typed. */
export interface TypedCommand {
  readonly line: string;
  /** Prints what comes before the answer. */
  readonly progress: (text: string) => void;
}

/**
 * Runs a command as far as the faults of the appliance let it, and notes it.
 *
 * @returns `null` when the connection was cut or hangs, and nothing of the command was done
 */
export async function runCommand(path: CommandPath, { line, progress }: TypedCommand): Promise<CliReply | null> {
  const { appliance, session, origin, log, faults, wire } = path;
  const command = line.trim();
  const conclude = log.add(appliance, origin, session.hidesInput === true ? '[secret]' : command);
  const isMeant = (fault: { readonly command?: string | undefined }): boolean => concerns(fault, command);
  await waitLatency(appliance, faults, command);
  const isLost = ({ at, command: wanted }: FaultOf<'cut' | 'hang'>): boolean =>
    at === 'command' && isMeant({ command: wanted });
  const cut = faults.take(appliance, 'cut', isLost);
  if (cut !== null || faults.take(appliance, 'hang', isLost) !== null) {
    if (cut === null) wire.freeze();
    else wire.cut(cut.reset);
    return null;
  }
  await givenByHand(path, command, 'before');
  const refusal = faults.take(appliance, 'refuse-command', isMeant);
  const instead = faults.take(appliance, 'other-answer', isMeant)?.instead;
  const reply =
    refusal === null
      ? await session.run(instead ?? line, progress)
      : { text: `ERROR: ${refusal.error}\n`, ends: false };
  conclude(isRefused(reply.text) ? 'refused' : 'done');
  await givenByHand(path, command, 'after');
  return reply;
}

/** Whether an answer tells of an error, its own or that of a part of the line. */
export function isRefused(text: string): boolean {
  return text.split('\n').some((line) => stripVTControlCharacters(line).startsWith('ERROR:'));
}

async function givenByHand({ appliance, faults, giveByHand }: CommandPath, command: string, when: 'before' | 'after') {
  const fault = faults.take(appliance, 'by-hand', (each) => each.when === when && concerns(each, command));
  if (fault !== null) await giveByHand(appliance, fault);
}
