import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';

export interface FakeReceiver {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  readonly identity: { cert: string; key: string };
  readonly maxVersion?: SecureVersion;
  readonly minVersion?: SecureVersion;
}

/** An HTTPS server on a free loopback port; `answer` sees the request before its body. */
export async function startReceiver(
  options: ReceiverOptions,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeReceiver> {
  const { identity, ...tls } = options;
  const server = createServer({ ...identity, ...tls }, answer);
  server.on('tlsClientError', () => undefined); // refused certificates are part of the game
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
