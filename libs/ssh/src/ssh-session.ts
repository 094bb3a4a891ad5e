import type { Readable } from 'node:stream';
import type { OfferedHostKey } from './host-key.js';

export interface CommandOptions {
  /** Replaces `SshLimits.commandTimeoutMs` for this call; counted from the moment the command is sent. */
  readonly timeoutMs?: number;
}

export interface FetchOptions extends CommandOptions {
  /** Byte to begin with, to go on after a broken transfer; 0 when absent. */
  readonly from?: number;
}

export interface FileFacts {
  /** Size; null when the server does not tell. */
  readonly bytes: number | null;
  /** Last change by the server's clock, to the second; null when the server does not tell. */
  readonly modifiedAt: Date | null;
}

export interface RemoteFile extends FileFacts {
  /** Must be read to its end or destroyed: it holds a channel open. */
  readonly stream: Readable;
}

/** One login. After a rejection with CONNECTION_LOST, COMMAND_TIMEOUT or OUTPUT_TOO_LARGE the session is over. */
export interface SshSession {
  readonly hostKey: OfferedHostKey;

  /** How commands are run; what `auto` has chosen. */
  readonly channel: 'exec' | 'shell';

  /**
   * Runs one command and returns what it printed, decoded as UTF-8 (bytes that are none become U+FFFD). Calls begin
   * in order: on `exec` a few run side by side, one where the server opens no second channel; on `shell` one at a time.
   * On `exec` the text is standard output followed by standard error, and the exit
   * status is no verdict; on `shell` echo, prompt, pagers, carriage returns and terminal codes are removed.
   * @throws {SshError} COMMAND_TIMEOUT, OUTPUT_TOO_LARGE, CONNECTION_LOST, CHANNEL_REFUSED, COMMAND_INVALID,
   * PASSWORD_CHANGE_REQUIRED, CANCELLED
   */
  run(command: string, options?: CommandOptions): Promise<string>;

  /**
   * Opens a remote file over SFTP. The stream fails with an SshError; its `timeoutMs` bounds every silence of the
   * server, not the whole transfer. When it breaks, a new session may go on with `from` at the bytes that arrived.
   * @throws {SshError} FILE_CHANGED - the file is shorter than `from`; the stream fails so when it ends too early.
   * @throws {SshError} FILE_MISSING, SFTP_FAILED, COMMAND_TIMEOUT, CONNECTION_LOST, CANCELLED
   */
  fetch(remotePath: string, options?: FetchOptions): Promise<RemoteFile>;

  /**
   * Reads size and time of a remote file over SFTP.
   * @throws {SshError} FILE_MISSING, SFTP_FAILED, COMMAND_TIMEOUT, CONNECTION_LOST, CANCELLED
   */
  stat(remotePath: string): Promise<FileFacts>;

  /**
   * Deletes a remote file over SFTP.
   * @throws {SshError} FILE_MISSING, SFTP_FAILED, COMMAND_TIMEOUT, CONNECTION_LOST, CANCELLED
   */
  remove(remotePath: string): Promise<void>;

  /** Ends the session; calls still waiting reject with CANCELLED. Resolves when the connection is gone; safe to repeat. */
  close(): Promise<void>;
}
