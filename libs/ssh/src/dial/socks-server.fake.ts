import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { SocksHop } from '../ssh-target.js';

export interface FakeProxy {
  readonly hop: SocksHop;
  /** Every byte it was sent before it connected, one entry for each connection. */
  readonly received: Buffer[];
  close(): Promise<void>;
}

export interface ProxyBehaviour {
  /** Answer to the greeting. */
  readonly method?: readonly number[];
  /** Answer to the login. */
  readonly login?: readonly number[];
  /** Answer to the request, or the port on 127.0.0.1 it really connects to, whatever name was asked for. */
  readonly reply?: readonly number[] | { readonly port: number };
  /** Writes its answers byte by byte. */
  readonly drips?: boolean;
}

const GRANTED = [5, 0, 0, 1, 127, 0, 0, 1, 0, 0];

/** A SOCKS server that answers what it is told to, on a free loopback port. It knows how long each message is. */
export async function startProxy(behaviour: ProxyBehaviour): Promise<FakeProxy> {
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    const index = received.push(Buffer.alloc(0)) - 1;
    let stage = 0;
    sockets.add(socket.setNoDelay(true));
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    const say = async (bytes: readonly number[]): Promise<void> => {
      if (!behaviour.drips) socket.write(Buffer.from(bytes));
      else for (const byte of bytes) await new Promise((done) => socket.write(Buffer.from([byte]), done));
    };
    const hear = (chunk: Buffer): void => {
      received[index] = Buffer.concat([received[index] ?? Buffer.alloc(0), chunk]);
      const asksLogin = behaviour.method?.[1] === 2;
      if (stage === 0) void say(behaviour.method ?? [5, 0]);
      else if (stage === 1 && asksLogin) void say(behaviour.login ?? [1, 0]);
      else void answer();
      stage += 1;
    };
    const answer = async (): Promise<void> => {
      const { reply = GRANTED } = behaviour;
      if (!('port' in reply)) return say(reply);
      const target = connect({ host: '127.0.0.1', port: reply.port, noDelay: true });
      sockets.add(target);
      target.on('error', () => undefined);
      await once(target, 'connect');
      socket.off('data', hear);
      await say(GRANTED);
      socket.pipe(target).pipe(socket);
    };
    socket.on('data', hear);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    hop: { kind: 'socks5', host: '127.0.0.1', port: (listener.address() as AddressInfo).port },
    received,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
