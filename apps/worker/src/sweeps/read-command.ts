import { TranscriptError, isNotSupported } from '../../../../libs/netscaler-cli/src/index.js';
import type { Unreadable } from '../../../../libs/callhome/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';

/**
 * Runs one reading command and parses it. A refusal or unreadable output is an answer too: why there is none.
 * @throws {SshError} - the session is over; whatever else was to be read cannot be.
 */
export async function readCommand<T>(
  session: SshSession,
  command: string,
  parse: (output: string) => T,
): Promise<T | Unreadable> {
  const output = await session.run(command);
  try {
    return parse(output);
  } catch (error) {
    if (!(error instanceof TranscriptError)) throw error;
    return unreadable(error);
  }
}

/** Why an answer could not be used. */
export function unreadable(error: TranscriptError): Unreadable {
  return {
    unreadable: isNotSupported(error) ? 'not-supported' : 'failed',
    reason: String(error.details['message'] ?? error.message),
  };
}

/** The value that was read, or null if it could not be. */
export function orNull<T extends object>(read: T | Unreadable): T | null {
  return 'unreadable' in read ? null : read;
}
