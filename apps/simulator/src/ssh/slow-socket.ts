import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** How a connection is slow. */
export interface Slowness {
  /** `null` sends as fast as the kernel takes it. */
  readonly bytesPerSecond: number | null;
  /** So many in a hundred pieces are repeated; 0 for none. */
  readonly lossPercent: number;
  /** How long a repetition takes. */
  readonly stallMs: number;
}

/** Pieces of a slow answer follow each other at least so fast, as far as a byte takes no longer. */
const LONGEST_PAUSE_MS = 50;

/**
 * A socket whose outgoing side is slow. Losses are dealt out evenly instead of by chance, so that the same traffic meets
 * the same stalls in each run.
 */
export class SlowSocket extends Duplex {
  readonly remoteAddress = this.socket.remoteAddress;
  readonly remoteFamily = this.socket.remoteFamily;
  readonly remotePort = this.socket.remotePort;
  private lossDebt = 0;
  private pauseDebtMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly slowness: Slowness,
  ) {
    super();
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.once('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { bytesPerSecond, lossPercent, stallMs } = this.slowness;
    const piece =
      bytesPerSecond === null ? chunk.length : Math.max(1, Math.floor((bytesPerSecond * LONGEST_PAUSE_MS) / 1000));
    const sendFrom = (from: number): void => {
      if (from >= chunk.length || this.destroyed || !this.socket.writable) return done();
      this.lossDebt += lossPercent;
      const isLost = this.lossDebt >= 100;
      if (isLost) this.lossDebt -= 100;
      this.wait(isLost ? stallMs : 0, () => {
        const part = chunk.subarray(from, from + piece);
        this.socket.write(part, () => this.wait(this.pauseAfter(part.length), () => sendFrom(from + piece)));
      });
    };
    if (chunk.length === 0) this.socket.write(chunk, () => done());
    else sendFrom(0);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.socket.destroy();
    done(error);
  }

  /** Whole milliseconds, because timers know no others; what is left over counts for the next piece. */
  private pauseAfter(bytes: number): number {
    if (this.slowness.bytesPerSecond === null) return 0;
    this.pauseDebtMs += (bytes * 1000) / this.slowness.bytesPerSecond;
    const whole = Math.floor(this.pauseDebtMs);
    this.pauseDebtMs -= whole;
    return whole;
  }

  private wait(ms: number, next: () => void): void {
    if (ms <= 0) return next();
    this.timer = setTimeout(next, ms);
  }
}
