import type { Duplex } from 'node:stream';
import { SshError } from '../errors.js';

/**
 * Takes exactly so many bytes from a stream that nobody else reads, and leaves what follows in it.
 * @throws {SshError} CONNECTION_LOST - the stream ended or failed before; a stream's own SshError is passed on.
 */
export function readExactly(stream: Duplex, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      stream.off('readable', look).off('end', lost).off('close', lost).off('error', fail);
    };
    const fail = (cause?: unknown): void => {
      leave();
      reject(cause instanceof SshError ? cause : new SshError('CONNECTION_LOST', {}, { cause }));
    };
    const lost = (): void => fail();
    const look = (): void => {
      const found = stream.read(bytes) as Buffer | null; // at the end of the stream this may be less than asked for
      if (found === null) return;
      if (found.length < bytes) return fail();
      leave();
      resolve(found);
    };
    if (stream.destroyed || stream.readableEnded) return fail();
    stream.on('readable', look).on('end', lost).on('close', lost).on('error', fail);
    look();
  });
}
