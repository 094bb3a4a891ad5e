import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import { publicBlob } from '../appliance-server.fake.js';
import { newKeyPair } from '../key-pair.fake.js';
import { Secret } from '../secret.js';
import type { JumpHop } from '../ssh-target.js';

const PASSWORD = 'opens-the-jump-host';

export interface FakeJumpHost {
  /** A hop that trusts exactly this server's key and knows its password. */
  readonly hop: JumpHop;
  /** Passwords it was given, in order. */
  readonly passwords: string[];
  /** Addresses it was asked to connect to, in order. */
  readonly asked: string[];
  /** Logged-in connections. */
  connected(): number;
  /** Forwarded connections open. */
  forwarding(): number;
  /** Cuts every connection to it. */
  kill(): void;
  close(): Promise<void>;
}

export interface JumpBehaviour {
  /** Cannot reach anything. */
  readonly deadEnd?: boolean;
  /** Opens no forwarded connection at all. */
  readonly refusesForwarding?: boolean;
  /** Never answers whether it got through. */
  readonly silent?: boolean;
}

/** An SSH server that forwards connections, on a free loopback port. */
export async function startJumpHost(behaviour: JumpBehaviour = {}): Promise<FakeJumpHost> {
  const keys = newKeyPair();
  const server = new ssh2.Server({ hostKeys: [keys.private] });
  const sockets = new Set<Socket>();
  const forwarded = new Set<Socket>();
  const passwords: string[] = [];
  const asked: string[] = [];
  let connected = 0;
  server.on('connection', (connection) => {
    let isIn = false;
    connection.on('error', () => undefined); // cut connections are part of the game
    connection.on('ready', () => {
      isIn = true;
      connected += 1;
    });
    connection.on('close', () => {
      if (isIn) connected -= 1;
    });
    connection.on('authentication', (context) => {
      if (context.method !== 'password') return context.reject(['password']);
      passwords.push(context.password);
      if (context.password === PASSWORD) context.accept();
      else context.reject(['password']);
    });
    if (behaviour.refusesForwarding) return;
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      asked.push(`${destIP}:${destPort}`);
      if (behaviour.silent) return;
      if (behaviour.deadEnd) return reject();
      const socket = connect({ host: destIP, port: destPort, noDelay: true });
      forwarded.add(socket);
      socket.once('close', () => forwarded.delete(socket));
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject).on('error', () => undefined);
        const channel = accept();
        channel
          .on('error', () => undefined)
          .pipe(socket)
          .pipe(channel);
        channel.on('close', () => socket.destroy());
      });
    });
  });
  const listener = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const hostKey = publicBlob(keys.public);
  const kill = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  return {
    hop: {
      kind: 'jump',
      host: '127.0.0.1',
      port: (listener.address() as AddressInfo).port,
      username: 'jumper',
      login: { kind: 'password', password: new Secret(PASSWORD) },
      trust: (key) => (key.blob.equals(hostKey) ? 'trusted' : 'changed'),
      algorithms: 'modern',
    },
    passwords,
    asked,
    connected: () => connected,
    forwarding: () => forwarded.size,
    kill,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        kill();
        forwarded.forEach((socket) => socket.destroy());
      }),
  };
}
