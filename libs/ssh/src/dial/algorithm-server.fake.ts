import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2, { type Algorithms } from 'ssh2';
import { newKeyPair } from '../key-pair.fake.js';

export interface AlgorithmServer {
  readonly port: number;
  /** What was agreed on, one entry for each handshake. */
  readonly agreed: { kex: string; serverHostKey: string; cipher: string; mac: string }[];
  close(): Promise<void>;
}

/** RSA, and at 1024 bits: what an appliance made before its certificate was ever replaced shows. */
export function oldRsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

/** An SSH server with exactly these algorithms that lets everybody in; an Ed25519 host key unless told otherwise. */
export async function startAlgorithmServer(algorithms: Algorithms, hostKey?: string): Promise<AlgorithmServer> {
  const server = new ssh2.Server({ hostKeys: [hostKey ?? newKeyPair().private], algorithms });
  const agreed: AlgorithmServer['agreed'] = [];
  const sockets = new Set<Socket>();
  server.on('connection', (connection) => {
    connection.on('error', () => undefined); // a failed handshake is what some are for
    connection.on('handshake', ({ kex, serverHostKey, cs }) => {
      agreed.push({ kex, serverHostKey, cipher: cs.cipher, mac: cs.mac });
    });
    connection.on('authentication', (context) => {
      if (context.method === 'password') context.accept();
      else context.reject(['password']);
    });
  });
  const listener = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    agreed,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
