import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectionFailure } from '../connection-failure.js';
import { SshError } from '../errors.js';
import type { Hop, SocksHop, SshLimits } from '../ssh-target.js';
import { hopFailure, hopName, type Address } from './hop-failure.js';
import type { JumpHosts, JumpPath } from './jump-hosts.js';
import { socksConnect } from './socks-connect.js';
import { openTunnel } from './tunnel.js';

export interface Way {
  readonly via: readonly Hop[];
  readonly limits: SshLimits;
  readonly jumps: JumpHosts;
  readonly signal: AbortSignal;
}

/**
 * Opens a byte stream to an address through all hops of a way. Each hop has `connectTimeoutMs` for what it is asked.
 * @throws {SshError} CONNECT_REFUSED, CONNECT_TIMEOUT, DNS_FAILED, NO_ROUTE - the address itself, as the last hop
 * (`details.through`) sees it.
 * @throws {SshError} JUMP_FAILED, PROXY_REFUSED - a hop, named in `details.hop`.
 * @throws {SshError} CANCELLED - the signal fired.
 */
export async function reach(to: Address, way: Way): Promise<Duplex> {
  const hop = way.via[way.via.length - 1];
  if (hop === undefined) return connectTcp(to, way);
  if (hop.kind === 'socks5') return throughProxy(to, hop, way);
  const { limits, signal } = way;
  const path: JumpPath = [...way.via.slice(0, -1), hop];
  const lease = await way.jumps.lease(path, limits, signal);
  try {
    const bound = { timeoutMs: limits.connectTimeoutMs, signal };
    const tunnel = await openTunnel({ connection: lease.connection, at: hop }, to, bound);
    return tunnel.once('close', () => lease.release());
  } catch (error) {
    lease.release();
    throw error;
  }
}

async function throughProxy(to: Address, hop: SocksHop, way: Way): Promise<Duplex> {
  let stream: Duplex;
  try {
    stream = await reach(hop, { ...way, via: way.via.slice(0, -1) });
  } catch (error) {
    throw hopFailure(error, hop);
  }
  const { timeoutMs, signal } = { timeoutMs: way.limits.connectTimeoutMs, signal: way.signal };
  const late = new SshError('CONNECT_TIMEOUT', { through: hopName(hop), timeoutMs });
  const timer = setTimeout(() => stream.destroy(late), timeoutMs);
  const cancel = (): Duplex => stream.destroy(new SshError('CANCELLED', {}, { cause: signal.reason }));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (signal.aborted) cancel();
    await socksConnect(stream, hop, to);
    return stream;
  } catch (error) {
    stream.destroy();
    throw error === late ? late : hopFailure(error, hop);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function connectTcp(to: Address, { limits, signal }: Way): Promise<Socket> {
  const timeoutMs = limits.connectTimeoutMs;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to.host, port: to.port, noDelay: true });
    const give = (error: SshError): void => {
      leave();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const cancel = (): void => give(new SshError('CANCELLED', {}, { cause: signal.reason }));
    const timer = setTimeout(() => give(new SshError('CONNECT_TIMEOUT', { timeoutMs })), timeoutMs);
    const fail = (error: Error): void => {
      const { code, details, cause } = connectionFailure(error, 'connecting', false);
      give(new SshError(code, details, { cause }));
    };
    const leave = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      socket.off('error', fail).off('connect', arrive);
    };
    const arrive = (): void => {
      leave();
      resolve(socket.on('error', () => undefined)); // one that nobody listened for would end the process
    };
    socket.on('error', fail).on('connect', arrive);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
}
