import type { Readable } from 'node:stream';
import type { OfferedHostKey } from './host-key.js';

export interface CommandOptions {
  /** Replaces `SshLimits.commandTimeoutMs` for this call; counted from the moment the command is sent. */
  readonly timeoutMs?: number;
}

export interface RemoteFile {
  /** Size when opened; null when the server does not tell. */
  readonly bytes: number | null;
  /** Must be read to its end or destroyed: it holds a channel open. */
  readonly stream: Readable;
}

/** One login. After a rejection with CONNECTION_LOST, COMMAND_TIMEOUT or OUTPUT_TOO_LARGE the session is over. */
export interface SshSession {
  readonly hostKey: OfferedHostKey;

  /**
   * Runs one command and returns what it printed, decoded as UTF-8 (bytes that are none become U+FFFD). Calls queue
   * up and run one after the other. On `exec` the text is standard output followed by standard error, and the exit
   * status is no verdict; on `shell` echo, prompt, carriage returns and terminal codes are removed.
   * @throws {SshError} COMMAND_TIMEOUT, OUTPUT_TOO_LARGE, CONNECTION_LOST, CHANNEL_REFUSED, COMMAND_INVALID,
   * PASSWORD_CHANGE_REQUIRED, CANCELLED
   */
  run(command: string, options?: CommandOptions): Promise<string>;

  /**
   * Opens a remote file over SFTP. The stream fails with an SshError; its `timeoutMs` bounds every silence of the
   * server, not the whole transfer.
   * @throws {SshError} FILE_MISSING, SFTP_FAILED, COMMAND_TIMEOUT, CONNECTION_LOST, CANCELLED
   */
  fetch(remotePath: string, options?: CommandOptions): Promise<RemoteFile>;

  /**
   * Deletes a remote file over SFTP.
   * @throws {SshError} FILE_MISSING, SFTP_FAILED, COMMAND_TIMEOUT, CONNECTION_LOST, CANCELLED
   */
  remove(remotePath: string): Promise<void>;

  /** Ends the session; calls still waiting reject with CANCELLED. Resolves when the connection is gone; safe to repeat. */
  close(): Promise<void>;
}
