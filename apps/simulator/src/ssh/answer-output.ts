import type { ServerChannel } from 'ssh2';
import type { Appliance } from '../fleet/appliance.js';
import { garbageBytes } from './garbage.js';
import { concerns, type FaultOf } from './wire-fault.js';
import type { WireFaults } from './wire-faults.js';
import type { Wire } from './wire.js';

/** Where an answer goes, and what may happen to it there. */
export interface AnswerPath {
  readonly appliance: Appliance;
  readonly channel: ServerChannel;
  readonly faults: WireFaults;
  readonly wire: Wire;
}

/** One line of an answer without end; its length divides the blocks it is sent in. */
const FLOOD_LINE = `${'0123456789abcdef'.repeat(4).slice(0, 63)}\n`;
const FLOOD_BLOCK = Buffer.alloc(64 * 1024, FLOOD_LINE);

/**
 * Sends the answer to a command as far as the faults of the appliance let it.
 *
 * @returns `false` when nothing more may follow, because the connection was cut or hangs in the middle
 */
export async function sendAnswer(path: AnswerPath, command: string, text: string): Promise<boolean> {
  const { appliance, channel, faults, wire } = path;
  const isMeant = (fault: { readonly command?: string | undefined }): boolean => concerns(fault, command);
  const answer = garbled(path, command, text);
  const isEnd = ({ at, command: wanted }: FaultOf<'cut' | 'hang'>): boolean =>
    at === 'answer' && isMeant({ command: wanted });
  const cut = faults.take(appliance, 'cut', isEnd);
  const end = cut ?? faults.take(appliance, 'hang', isEnd);
  if (end !== null) {
    if (channel.writable) channel.write(Buffer.from(answer).subarray(0, end.bytes));
    if (cut === null) wire.freeze();
    else wire.cut(cut.reset);
    return false;
  }
  const flood = faults.take(appliance, 'flood', isMeant);
  if (flood !== null) await sendFlood(channel, flood.bytes);
  else if (channel.writable && answer.length > 0) channel.write(answer);
  return true;
}

function garbled({ appliance, faults }: AnswerPath, command: string, text: string): string | Buffer {
  const garbage = faults.take(appliance, 'garbage', (fault) => fault.at === 'answer' && concerns(fault, command));
  const answer = garbage === null ? text : garbageBytes(garbage.content, garbage.bytes);
  const truncated = faults.take(appliance, 'truncated', (fault) => concerns(fault, command));
  return truncated === null ? answer : Buffer.from(answer).subarray(0, truncated.bytes);
}

/** Sends so many bytes, no faster than the client takes them, and never holds more than a block of them. */
async function sendFlood(channel: ServerChannel, bytes: number): Promise<void> {
  for (let left = bytes; left > 0 && channel.writable; left -= FLOOD_BLOCK.length) {
    if (!channel.write(FLOOD_BLOCK.subarray(0, left))) await untilDrained(channel);
  }
}

/** Waits until the channel takes more, or is gone. */
function untilDrained(channel: ServerChannel): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      channel.off('drain', done);
      channel.off('close', done);
      resolve();
    };
    channel.on('drain', done);
    channel.on('close', done);
  });
}
