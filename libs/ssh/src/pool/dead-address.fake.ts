import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface DeadAddress {
  readonly port: number;
  close(): Promise<void>;
}

/** A connect on loopback that takes so long is not answered. */
const FULL_MS = 300;

/** Listens with the shortest backlog and never accepts: once that is full, a connect is not even refused. */
const LISTEN_AND_SLEEP = `
const { parentPort } = require('node:worker_threads');
const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});`;

/** An address where packets disappear: a connect to it is neither answered nor refused. */
export async function startSilentAddress(): Promise<DeadAddress> {
  const worker = new Worker(LISTEN_AND_SLEEP, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const filling: Socket[] = [];
  const isAnswered = (): Promise<boolean> => {
    const socket = connect({ host: '127.0.0.1', port });
    filling.push(socket.on('error', () => undefined));
    return Promise.race([once(socket, 'connect').then(() => true), pause(FULL_MS).then(() => false)]);
  };
  while (await isAnswered()); // the kernel answers for the sleeper until the backlog is full
  return {
    port,
    close: async () => {
      filling.forEach((socket) => socket.destroy());
      await worker.terminate();
    },
  };
}

/** A server that accepts everybody and never says a word. */
export async function startMuteServer(): Promise<DeadAddress & { readonly accepted: () => number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
