import { Readable } from 'node:stream';
import type { SFTPWrapper, Stats } from 'ssh2';
import type { Connection } from './connection.js';
import { SshError } from './errors.js';
import type { FetchOptions, FileFacts, RemoteFile } from './ssh-session.js';

/** 32 KiB is what every SFTP server must be able to answer in one packet (draft-ietf-secsh-filexfer-02 §3). */
const READ_BYTES = 32 * 1024;
/** Reads under way at once, so that a long line is filled without waiting for each answer. */
const READS_AHEAD = 8;

/** SSH_FX_NO_SUCH_FILE, draft-ietf-secsh-filexfer-02 §7. */
const NO_SUCH_FILE = 2;

type SftpCallback<T> = (error: (Error & { code?: unknown }) | null | undefined, value: T) => void;

/** One SFTP channel; every request is bounded in time and fails with an SshError. */
class SftpChannel {
  readonly #connection: Connection;
  readonly #timeoutMs: number;
  readonly #sftp: SFTPWrapper;

  static async open(connection: Connection, timeoutMs: number): Promise<SftpChannel> {
    const sftp = await connection.exchange<SFTPWrapper>({ timeoutMs, awaiting: 'sftp' }, (settle) => {
      connection.client.sftp((error, opened) => {
        if (error === undefined) settle.resolve(opened);
        else settle.reject(connection.error('SFTP_FAILED', { awaiting: 'sftp' }));
      });
    });
    return new SftpChannel(connection, timeoutMs, sftp);
  }

  private constructor(connection: Connection, timeoutMs: number, sftp: SFTPWrapper) {
    this.#connection = connection;
    this.#timeoutMs = timeoutMs;
    this.#sftp = sftp;
    // A malformed packet ends the channel; the requests under way are answered with an error by the client.
    sftp.on('error', () => undefined);
  }

  request<T>(awaiting: string, send: (sftp: SFTPWrapper, answer: SftpCallback<T>) => void): Promise<T> {
    return this.#connection.exchange<T>({ timeoutMs: this.#timeoutMs, awaiting }, (settle) => {
      send(this.#sftp, (error, value) => {
        if (!error) settle.resolve(value);
        else settle.reject(this.#failure(awaiting, error.code));
      });
    });
  }

  end(): void {
    this.#sftp.end();
  }

  changed(details: { from: number; bytes: number }): SshError {
    return this.#connection.error('FILE_CHANGED', details);
  }

  #failure(awaiting: string, status: unknown): SshError {
    if (status === NO_SUCH_FILE) return this.#connection.error('FILE_MISSING', { awaiting });
    const details = typeof status === 'number' ? { awaiting, sftpStatus: status } : { awaiting };
    return this.#connection.error('SFTP_FAILED', details);
  }
}

/** See `SshSession.fetch`. */
export async function fetchFile(
  connection: Connection,
  remotePath: string,
  { from = 0, timeoutMs }: FetchOptions & { timeoutMs: number },
): Promise<RemoteFile> {
  const channel = await SftpChannel.open(connection, timeoutMs);
  try {
    const handle = await channel.request<Buffer>('open', (sftp, answer) => sftp.open(remotePath, 'r', answer));
    const facts = factsOf(await channel.request<Stats>('stat', (sftp, answer) => sftp.fstat(handle, answer)));
    if (facts.bytes !== null && facts.bytes < from) throw channel.changed({ from, bytes: facts.bytes });
    const content = readAhead(channel, handle, { from, bytes: facts.bytes });
    const stream = Readable.from(content, { objectMode: false, highWaterMark: READ_BYTES });
    // A stream destroyed before its first read never enters the generator, so the channel is ended from here.
    stream.once('close', () => channel.end());
    return { ...facts, stream };
  } catch (error) {
    channel.end();
    throw error;
  }
}

/** See `SshSession.stat`. */
export async function statFile(connection: Connection, remotePath: string, timeoutMs: number): Promise<FileFacts> {
  const channel = await SftpChannel.open(connection, timeoutMs);
  try {
    return factsOf(await channel.request<Stats>('stat', (sftp, answer) => sftp.stat(remotePath, answer)));
  } finally {
    channel.end();
  }
}

/** See `SshSession.remove`. */
export async function removeFile(connection: Connection, remotePath: string, timeoutMs: number): Promise<void> {
  const channel = await SftpChannel.open(connection, timeoutMs);
  try {
    await channel.request<undefined>('remove', (sftp, answer) =>
      sftp.unlink(remotePath, (error) => answer(error, undefined)),
    );
  } finally {
    channel.end();
  }
}

/** A server may leave out any attribute (draft-ietf-secsh-filexfer-02 §5). */
function factsOf(stats: Partial<Pick<Stats, 'size' | 'mtime'>>): FileFacts {
  return {
    bytes: typeof stats.size === 'number' ? stats.size : null,
    modifiedAt: typeof stats.mtime === 'number' ? new Date(stats.mtime * 1_000) : null,
  };
}

interface Read {
  readonly position: number;
  readonly data: Promise<Buffer>;
}

/**
 * Yields the file in order while later reads are under way. A short answer shifts what follows, so those are asked
 * anew. A file that ends before `bytes` was cut while it was read.
 */
async function* readAhead(
  channel: SftpChannel,
  handle: Buffer,
  { from, bytes }: { from: number; bytes: number | null },
): AsyncGenerator<Buffer, void> {
  const underWay: Read[] = [];
  let next = from;
  const ask = (): void => {
    const position = next;
    const data = readAt(channel, handle, position);
    data.catch(() => undefined); // an answer nobody waits for any more must not look unhandled
    underWay.push({ position, data });
    next += READ_BYTES;
  };
  for (;;) {
    while (underWay.length < READS_AHEAD) ask();
    const first = underWay.shift();
    if (first === undefined) return;
    const data = await first.data;
    if (data.length === 0) {
      if (bytes !== null && first.position < bytes) throw channel.changed({ from: first.position, bytes });
      return;
    }
    if (data.length < READ_BYTES) {
      underWay.length = 0;
      next = first.position + data.length;
    }
    yield data;
  }
}

/** Returns 1 to READ_BYTES bytes; none at the end of the file. */
function readAt(channel: SftpChannel, handle: Buffer, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  return channel.request<Buffer>('read', (sftp, answer) => {
    sftp.read(handle, buffer, 0, READ_BYTES, position, (error, bytes) => answer(error, buffer.subarray(0, bytes)));
  });
}
