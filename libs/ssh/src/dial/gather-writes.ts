import type { Writable } from 'node:stream';

type Write = (chunk: Uint8Array) => boolean;

/**
 * Sends what is written to a socket during one turn of the event loop together. An SSH session writes many small
 * packets, the close of one channel and the opening of the next among them, and each write of its own is a call into
 * the kernel.
 */
export function gatherWrites<S extends Writable>(socket: S): S {
  const write: Write = socket.write.bind(socket);
  let isGathering = false;
  const flush = (): void => {
    isGathering = false;
    socket.uncork();
  };
  const gather: Write = (chunk) => {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      setImmediate(flush);
    }
    return write(chunk);
  };
  return Object.assign(socket, { write: gather });
}
