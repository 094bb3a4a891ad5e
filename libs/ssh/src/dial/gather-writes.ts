import type { Writable } from 'node:stream';

type Write = (chunk: Uint8Array) => boolean;

/**
 * Sends what is written to a socket during one turn of the event loop in one piece. An SSH session writes many small
 * packets, the close of one channel and the opening of the next among them, and each write of its own is a call into
 * the kernel.
 */
export function gatherWrites<S extends Writable>(socket: S): S {
  const write: Write = socket.write.bind(socket);
  const end = socket.end.bind(socket);
  let gathered: Uint8Array[] = [];
  const flush = (): void => {
    const chunks = gathered;
    gathered = [];
    const [only] = chunks;
    if (only === undefined || socket.destroyed) return;
    write(chunks.length === 1 ? only : Buffer.concat(chunks));
  };
  return Object.assign(socket, {
    write: (chunk: Uint8Array): boolean => {
      if (gathered.length === 0) setImmediate(flush);
      gathered.push(chunk);
      return !socket.writableNeedDrain;
    },
    end: (): S => {
      flush();
      return end();
    },
  });
}
