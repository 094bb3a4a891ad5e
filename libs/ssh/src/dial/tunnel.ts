import { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { SshError, type SshErrorCode } from '../errors.js';
import type { OfferedHostKey } from '../host-key.js';
import { hopName, type Address } from './hop-failure.js';

/** What a logged-in jump host must be able to do. */
export interface JumpConnection {
  readonly hostKey: OfferedHostKey;
  readonly client: Pick<Client, 'forwardOut'>;
  /** Calls `told` once when the connection ends; at once if it has. Returns how to take that back. */
  whenEnded(told: (failure: Error) => void): () => void;
  close(): Promise<void>;
}

export interface TunnelBound {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** RFC 4254 §5.1. */
const CONNECT_FAILED = 2;

/** What OpenSSH and Dropbear write beside CONNECT_FAILED: the system's own words for errno. */
const CONNECT_FAILURES: readonly (readonly [RegExp, SshErrorCode])[] = [
  [/refused/i, 'CONNECT_REFUSED'],
  [/timed? ?out/i, 'CONNECT_TIMEOUT'],
  [/not known|resolv|no address|name resolution/i, 'DNS_FAILED'],
];

/**
 * Has a jump host open a TCP connection. The stream fails with CONNECTION_LOST naming the hop when the jump host's own
 * connection ends.
 * @throws {SshError} CONNECT_REFUSED, CONNECT_TIMEOUT, DNS_FAILED, NO_ROUTE - the jump host did not get through.
 * @throws {SshError} JUMP_FAILED - it will not forward, or was lost meanwhile.
 * @throws {SshError} CANCELLED - the signal fired.
 */
export function openTunnel(
  jump: { readonly connection: JumpConnection; readonly at: Address },
  to: Address,
  bound: TunnelBound,
): Promise<Duplex> {
  const hop = hopName(jump.at);
  return new Promise((resolve, reject) => {
    let isOver = false;
    const leave = (): void => {
      isOver = true;
      clearTimeout(timer);
      bound.signal.removeEventListener('abort', cancel);
      forget();
    };
    const give = (error: SshError): void => {
      if (isOver) return;
      leave();
      reject(error);
    };
    const cancel = (): void => give(new SshError('CANCELLED', {}, { cause: bound.signal.reason }));
    const timer = setTimeout(
      () => give(new SshError('CONNECT_TIMEOUT', { through: hop, timeoutMs: bound.timeoutMs })),
      bound.timeoutMs,
    );
    let forget = (): void => undefined;
    forget = jump.connection.whenEnded((failure) => give(lostWhileOpening(hop, failure)));
    bound.signal.addEventListener('abort', cancel, { once: true });
    if (bound.signal.aborted) cancel();
    if (isOver) return leave();
    try {
      jump.connection.client.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
        if (error !== undefined) return give(refusal(error, hop));
        if (isOver) return channel.destroy(); // nobody waits for it any more
        leave();
        resolve(new Tunnel(channel, jump.connection, hop));
      });
    } catch (thrown) {
      give(lostWhileOpening(hop, thrown)); // the client throws "Not connected" when its socket died a moment ago
    }
  });
}

function lostWhileOpening(hop: string, cause: unknown): SshError {
  return new SshError('JUMP_FAILED', { hop, hopCode: 'CONNECTION_LOST' }, { cause });
}

/** The peer's words choose a code and go no further. */
function refusal(error: Error & { reason?: unknown }, hop: string): SshError {
  if (error.reason === CONNECT_FAILED) {
    const known = CONNECT_FAILURES.find(([words]) => words.test(error.message));
    return new SshError(known?.[1] ?? 'NO_ROUTE', { through: hop });
  }
  if (typeof error.reason !== 'number') return lostWhileOpening(hop, error);
  return new SshError('JUMP_FAILED', {
    hop,
    hopCode: 'CHANNEL_REFUSED',
    reason: 'forwarding-refused',
    channelReason: error.reason,
  });
}

/**
 * A forwarded connection that behaves like a socket. A channel of ssh2 itself says `close` only when the other side
 * has agreed, and not at all when it never does.
 */
class Tunnel extends Duplex {
  readonly #channel: ClientChannel;
  readonly #forget: () => void;

  constructor(channel: ClientChannel, connection: JumpConnection, hop: string) {
    super({ allowHalfOpen: false });
    this.#channel = channel;
    this.#forget = connection.whenEnded((cause) => {
      this.destroy(new SshError('CONNECTION_LOST', { hop }, { cause }));
    });
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.on('end', () => this.push(null));
    channel.on('close', () => this.push(null));
    channel.on('error', (error: Error) => this.destroy(error));
    this.on('error', () => undefined); // one that nobody listened for would end the process
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.#channel.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#forget();
    this.#channel.destroy();
    done(error);
  }
}
