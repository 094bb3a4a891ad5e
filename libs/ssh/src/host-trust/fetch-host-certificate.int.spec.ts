import { createServer, connect, type Server, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchHostCertificate, type CertificateFetch } from './fetch-host-certificate.js';
import { wireString } from './wire-reader.js';

const ED25519_CERTIFICATE = 'ssh-ed25519-cert-v01@openssh.com';
const FETCH: CertificateFetch = { algorithms: [ED25519_CERTIFICATE], timeoutMs: 5_000 };

let server: Server | null = null;
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
  server = null;
});

/** A server that does what it is told, with a record of every byte that it was sent. */
async function serve(talk: (socket: Socket) => void): Promise<{ stream: Socket; heard: () => Buffer }> {
  const heard: Buffer[] = [];
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // the other side hangs up whenever it likes
    socket.on('data', (chunk) => heard.push(chunk));
    talk(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stream = connect((server.address() as AddressInfo).port, '127.0.0.1');
  return { stream, heard: () => Buffer.concat(heard) };
}

function packet(payload: Buffer): Buffer {
  const padding = 8 - ((5 + payload.length) % 8) + 8;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length + padding);
  head.writeUInt8(padding, 4);
  return Buffer.concat([head, payload, Buffer.alloc(padding)]);
}

function proposal(kex: string, hostKeys: string): Buffer {
  const lists = [kex, hostKeys, 'aes256-ctr', 'aes256-ctr', 'hmac-sha2-256', 'hmac-sha2-256', 'none', 'none', '', ''];
  return packet(
    Buffer.concat([Buffer.of(20), Buffer.alloc(16), ...lists.map((one) => wireString(one)), Buffer.alloc(5)]),
  );
}

const reply = (certificate: string) =>
  packet(
    Buffer.concat([Buffer.of(31), wireString(certificate), wireString(Buffer.alloc(32)), wireString('signature')]),
  );
const NAME = 'SSH-2.0-specs\r\n';
const GOOD = proposal('curve25519-sha256', `ssh-ed25519,${ED25519_CERTIFICATE}`);

describe('fetchHostCertificate', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['in one piece', (socket) => socket.write(Buffer.concat([Buffer.from(NAME), GOOD, reply('a certificate')]))],
    [
      'byte by byte, after lines of its own and messages that mean nothing',
      (socket) => {
        socket.setNoDelay(true);
        const ignored = packet(Buffer.concat([Buffer.of(2), wireString('noise')]));
        const all = Buffer.concat([Buffer.from(`hello\r\n${NAME}`), GOOD, ignored, reply('a certificate')]);
        for (const byte of all) socket.write(Buffer.of(byte));
      },
    ],
  ])('gives what the server shows %s, and hangs up', async (_how, talk) => {
    const { stream } = await serve(talk);
    await expect(fetchHostCertificate(stream, FETCH)).resolves.toEqual(Buffer.from('a certificate'));
    expect(stream.destroyed).toBe(true);
  });

  it('says nothing but its name and two messages of the key exchange', async () => {
    let socketOfServer: Socket | null = null;
    const { stream, heard } = await serve((socket) => {
      socketOfServer = socket;
      socket.write(Buffer.concat([Buffer.from(NAME), GOOD]));
      socket.on('data', () => messagesOf(heard()).length === 2 && socket.write(reply('a certificate')));
    });
    await fetchHostCertificate(stream, FETCH);
    if (socketOfServer !== null && !(socketOfServer as Socket).closed) await once(socketOfServer as Socket, 'close');
    expect(heard().toString('latin1', 0, heard().indexOf('\n'))).toBe('SSH-2.0-SDXFleet\r');
    expect(messagesOf(heard())).toEqual([20, 30]);
  });

  it.each([
    ['plain keys only', 'curve25519-sha256', 'ssh-ed25519,rsa-sha2-512'],
    ['a certificate of another type', 'curve25519-sha256', 'ecdsa-sha2-nistp256-cert-v01@openssh.com'],
    ['nothing', 'curve25519-sha256', ''],
  ])('finds none at a server with %s', async (_says, kex, hostKeys) => {
    const { stream } = await serve((socket) =>
      socket.write(Buffer.concat([Buffer.from(NAME), proposal(kex, hostKeys)])),
    );
    await expect(fetchHostCertificate(stream, FETCH)).resolves.toBeNull();
  });

  it.each<[string, string | Buffer, string]>([
    ['another protocol', `\x16\x03\x01${'\0'.repeat(2000)}`, 'not-ssh'],
    ['a line without end', 'x'.repeat(4000), 'not-ssh'],
    ['the first SSH', 'SSH-1.5-old\r\n', 'not-ssh-2'],
    [
      'no key exchange that we speak',
      Buffer.concat([Buffer.from(NAME), proposal('diffie-hellman-group1-sha1', ED25519_CERTIFICATE)]),
      'no-common-kex',
    ],
    ['a packet beyond all bounds', `${NAME}\xff\xff\xff\xff\x04`, 'packet-malformed'],
    ['a packet that is all padding', `${NAME}\x00\x00\x00\x05\x04....`, 'packet-malformed'],
    ['a proposal cut short', Buffer.concat([Buffer.from(NAME), packet(Buffer.of(20, 1, 2))]), 'packet-malformed'],
    ['a goodbye', Buffer.concat([Buffer.from(NAME), packet(Buffer.of(1, 0, 0, 0, 2))]), 'disconnected'],
    ['the answer before the question', Buffer.concat([Buffer.from(NAME), reply('x')]), 'unexpected-message'],
    [
      'a certificate cut short',
      Buffer.concat([Buffer.from(NAME), GOOD, packet(Buffer.of(31, 0, 0, 9, 9))]),
      'packet-malformed',
    ],
  ])('names %s', async (_says, bytes, reason) => {
    const sent = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    const { stream } = await serve((socket) => socket.write(sent));
    const fetching = fetchHostCertificate(stream, FETCH);
    await expect(fetching).rejects.toMatchObject({ code: 'HANDSHAKE_FAILED', details: { reason } });
    expect(stream.destroyed).toBe(true);
  });

  it('takes no more than its bound', async () => {
    const line = Buffer.from(`${'x'.repeat(100)}\n`);
    const { stream } = await serve((socket) => socket.write(Buffer.concat(Array.from({ length: 2_000 }, () => line))));
    await expect(fetchHostCertificate(stream, FETCH)).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
  });

  it('waits no longer than it is told', async () => {
    const { stream } = await serve(() => undefined);
    const fetching = fetchHostCertificate(stream, { ...FETCH, timeoutMs: 50 });
    await expect(fetching).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT', details: { timeoutMs: 50 } });
  });

  it('says that a server went away', async () => {
    const { stream } = await serve((socket) => socket.end(NAME));
    await expect(fetchHostCertificate(stream, FETCH)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('ends when it is told to', async () => {
    const { stream } = await serve(() => undefined);
    const cancel = new AbortController();
    const fetching = fetchHostCertificate(stream, { ...FETCH, signal: cancel.signal });
    cancel.abort(new Error('the worker stops'));
    await expect(fetching).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

/** Numbers of the messages behind the name, in order; a message that is not whole yet is left out. */
function messagesOf(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = bytes.indexOf('\n') + 1; at > 0 && at + 6 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    numbers.push(bytes.readUInt8(at + 5));
    at = end;
  }
  return numbers;
}
