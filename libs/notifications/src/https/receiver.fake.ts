import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority } from '../../../testing/src/index.js';
import { addressPolicy } from '../address-policy/address-policy.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** `stay-silent`: takes the request and never answers. */
export type Told = { status: number; headers?: Record<string, string>; body?: unknown } | 'stay-silent';

/** The addresses that a spec's own servers are at may be reached. */
export const HERE = addressPolicy({ networks: null, exceptions: ['127.0.0.0/8', '::1'] });

/** An HTTPS server with a certificate of an authority of its own; `asked` are its requests in order. */
export async function openReceiver(answer: (asked: Asked) => Told) {
  const authority = await makeAuthority('notifications');
  const asked: Asked[] = [];
  const server = createServer(await authority.issue(), (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one: Asked = { method, path, headers, text: Buffer.concat(chunks).toString('utf8') };
      asked.push(one);
      const told = answer(one);
      if (told === 'stay-silent') return;
      const text = typeof told.body === 'string' ? told.body : told.body === undefined ? '' : JSON.stringify(told.body);
      response.writeHead(told.status, { 'content-type': 'application/json', ...told.headers }).end(text);
    });
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    caPem: authority.pem,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>;
