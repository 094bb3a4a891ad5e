import type { CliReply, CliSession } from './cli-session.js';

const REFUSAL = 'ERROR: The new password does not fit the password policy\n';

/**
 * What stands before the command line of an appliance that wants its default password changed: it asks twice, accepts
 * nothing, and asks again. Which words are used differs from build to build, and no public capture has them.
 */
export class PasswordDialog implements CliSession {
  readonly greeting = 'Please change the default password.\n';
  readonly hidesInput = true;
  private isRepeating = false;

  /** Asks for the password, or for the same one again. */
  prompt(): string {
    return this.isRepeating ? 'Re-enter new password: ' : 'Enter new password: ';
  }

  /** Takes one of the two answers, and keeps neither. */
  run(): Promise<CliReply> {
    this.isRepeating = !this.isRepeating;
    return Promise.resolve({ text: this.isRepeating ? '' : REFUSAL, ends: false });
  }
}
