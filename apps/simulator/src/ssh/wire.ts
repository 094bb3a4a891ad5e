import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The TCP connection under a login, for the faults that end or freeze it. */
export class Wire {
  /**
   * @param socket the connection itself
   * @param stream what the SSH layer reads and writes: the socket, or something slow before it
   */
  constructor(
    private readonly socket: Socket,
    private readonly stream: Duplex,
  ) {}

  /** Ends the connection after what was written so far has left; `reset` does it the impolite way. */
  cut(reset: boolean): void {
    this.freeze();
    this.stream.write(Buffer.alloc(0), () => {
      if (reset) this.socket.resetAndDestroy();
      else this.socket.destroySoon();
    });
  }

  /** Keeps the connection open, and neither hears nor answers anything from now on, except that the client leaves. */
  freeze(): void {
    this.stream.removeAllListeners('data');
    this.stream.on('data', () => undefined);
  }
}
