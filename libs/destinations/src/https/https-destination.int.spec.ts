import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createPlainServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Outcome, Report } from '../destination.js';
import { httpsDestination, type HttpsDestination, type HttpsSettings } from './https-destination.js';
import { makeAuthority, type Authority } from '../../../testing/src/index.js';
import { startReceiver, type FakeReceiver, type ReceiverOptions } from './receiver.fake.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let authority: Authority;
let identity: { cert: string; key: string };
beforeAll(async () => {
  authority = await makeAuthority('Spec authority');
  identity = await authority.issue();
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function receiver(answer: Answer, options: Partial<ReceiverOptions> = {}): Promise<FakeReceiver> {
  const started = await startReceiver({ identity, ...options }, answer);
  closing.push(() => started.close());
  return started;
}

function destination(url: string, settings: Partial<HttpsSettings> = {}): HttpsDestination {
  const made = httpsDestination({ url, caPem: authority.pem, bearer: null, ...settings });
  closing.unshift(() => made.close());
  return made;
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

function reportOf(content: Buffer, changes: Partial<Report> = {}): Report {
  return {
    id: 'dlv_01J9F2',
    contentType: 'application/gzip',
    bytes: content.length,
    sha256: sha256(content),
    open: () => Promise.resolve(Readable.from([content], { objectMode: false })),
    ...changes,
  };
}

const CONTENT = randomBytes(1_000);
const never = new AbortController().signal;
const transmit = (to: FakeReceiver, report = reportOf(CONTENT), signal = never): Promise<Outcome> =>
  destination(to.url).transmit(report, signal);

const reply =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer =>
  (request, response) => {
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  };

/** Keeps reports as a real receiver does: 201 first, 200 for the same bytes again, 409 for others. */
function archive(): { answer: Answer; seen: { url: string | undefined; headers: IncomingHttpHeaders }[] } {
  const kept = new Map<string | undefined, string>();
  const seen: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  async function keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const content = await buffer(request).catch(() => null);
    if (content === null) return; // the sender gave up
    const digest = sha256(content);
    const before = kept.get(request.url);
    const status = before === undefined ? 201 : before === digest ? 200 : 409;
    if (status === 201) kept.set(request.url, digest);
    response.writeHead(status).end(JSON.stringify({ sha256: digest, receiptId: `r-${kept.size}`, caseNumber: '8001' }));
  }
  const answer: Answer = (request, response) => {
    seen.push({ url: request.url, headers: request.headers });
    void keep(request, response);
  };
  return { answer, seen };
}

describe('an accepted report', () => {
  it('arrives with its digest, its key and its token', async () => {
    const { answer, seen } = archive();
    const to = await receiver(answer);
    const bearer = { reveal: () => 'tok-123' };
    const outcome = await destination(` ${to.url}/inbox/ `, { bearer }).transmit(reportOf(CONTENT), never);
    const receipt = { receiptId: 'r-1', sha256: sha256(CONTENT), status: 201, caseNumber: '8001' };
    expect(outcome).toEqual({ kind: 'accepted', receipt });
    expect(seen).toMatchObject([
      {
        url: '/inbox/v1/reports/dlv_01J9F2',
        headers: {
          'content-length': '1000',
          'content-type': 'application/gzip',
          'repr-digest': `sha-256=:${createHash('sha256').update(CONTENT).digest('base64')}:`,
          'idempotency-key': '"dlv_01J9F2"',
          authorization: 'Bearer tok-123',
        },
      },
    ]);
    expect(seen[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('may be sent again, and may not change', async () => {
    const to = await receiver(archive().answer);
    const repeat = destination(to.url);
    const outcomes = [CONTENT, CONTENT, randomBytes(10)].map(
      (content) => () => repeat.transmit(reportOf(content), never),
    );
    const got: Outcome[] = [];
    for (const attempt of outcomes) got.push(await attempt());
    expect(got).toMatchObject([
      { kind: 'accepted', receipt: { status: 201 } },
      { kind: 'accepted', receipt: { status: 200, receiptId: 'r-1' } },
      { kind: 'refused', cause: 'http-409' },
    ]);
  });

  it.each([0, 1, 20 * 1024 * 1024])('may have %i bytes', async (bytes) => {
    const content = randomBytes(bytes);
    const to = await receiver(archive().answer);
    await expect(transmit(to, reportOf(content))).resolves.toMatchObject({ kind: 'accepted' });
  });

  it('is read no faster than it leaves', async () => {
    let produced = 0;
    const source = new Readable({
      read() {
        produced += 64 * 1024;
        this.push(Buffer.alloc(64 * 1024));
      },
    });
    const stop = new AbortController();
    const to = await receiver((request) => {
      request.pause();
      setTimeout(() => stop.abort(), 300);
    });
    const report = reportOf(CONTENT, { bytes: 1024 * 1024 * 1024, open: () => Promise.resolve(source) });
    await transmit(to, report, stop.signal);
    expect(produced).toBeLessThan(32 * 1024 * 1024);
    expect(source.destroyed).toBe(true);
  });
});

describe('an answer that is no receipt', () => {
  it.each<[number, Outcome['kind']]>([
    [302, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'deferred'],
    [409, 'refused'],
    [413, 'refused'],
    [422, 'refused'],
    [425, 'deferred'],
    [429, 'deferred'],
    [500, 'deferred'],
    [503, 'deferred'],
    [507, 'deferred'],
  ])('of status %i is %s', async (status, kind) => {
    const to = await receiver(reply(status, {}, { location: 'https://localhost:1/elsewhere' }));
    await expect(transmit(to)).resolves.toMatchObject({ kind, cause: `http-${status}` });
  });

  it('for another digest is deferred', async () => {
    const to = await receiver(reply(201, { sha256: '00'.repeat(32) }));
    await expect(transmit(to)).resolves.toMatchObject({ kind: 'deferred', cause: 'digest-mismatch' });
  });

  it('but a page is deferred', async () => {
    const to = await receiver((request, response) => void request.resume().on('end', () => response.end('<html>')));
    await expect(transmit(to)).resolves.toMatchObject({ kind: 'deferred', cause: 'receipt-unreadable' });
  });

  it('and never ends is not read for ever', async () => {
    const to = await receiver((request, response) => {
      request.resume();
      const pour = (): void => void response.write(Buffer.alloc(16 * 1024, ' '), pour);
      pour();
    });
    await expect(transmit(to)).resolves.toMatchObject({ kind: 'deferred', cause: 'receipt-unreadable' });
  });

  it('says when to come back, in seconds', async () => {
    const to = await receiver(reply(429, {}, { 'retry-after': '90' }));
    await expect(transmit(to)).resolves.toMatchObject({ kind: 'deferred', cause: 'http-429', retryAfterMs: 90_000 });
  });

  it('says when to come back, by date', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const to = await receiver(reply(503, {}, { 'retry-after': date }));
    const { retryAfterMs } = (await transmit(to)) as Outcome & { kind: 'deferred' };
    expect(retryAfterMs).toBeGreaterThan(3_500_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  it('is heard although it comes before the whole body', async () => {
    const to = await receiver((_request, response) => response.writeHead(413).end());
    const content = Buffer.alloc(50 * 1024 * 1024);
    await expect(transmit(to, reportOf(content))).resolves.toMatchObject({ cause: 'http-413' });
  });
});

describe('a connection that fails', () => {
  it('because nothing listens is deferred', async () => {
    const to = await receiver(reply(200));
    await to.close();
    await expect(transmit(to)).resolves.toMatchObject({ kind: 'deferred', cause: 'network-ECONNREFUSED' });
  });

  it('in the middle of the body is deferred', async () => {
    const to = await receiver((request) => request.once('data', () => request.socket.destroy()));
    const outcome = await transmit(to, reportOf(Buffer.alloc(30 * 1024 * 1024)));
    expect(outcome).toMatchObject({ kind: 'deferred', retryAfterMs: null });
    expect(outcome).toHaveProperty('cause', expect.stringMatching(/^network-(closed|ECONNRESET|EPIPE)$/));
  });

  it.each<[string, Answer]>([
    ['takes the body and says nothing', (request) => request.resume()],
    ['takes nothing', (request) => request.pause()],
    [
      'begins an answer and stops',
      (request, response) => {
        request.resume();
        response.writeHead(201).write('{');
      },
    ],
  ])('because the receiver %s times out', async (_what, answer) => {
    const to = await receiver(answer);
    const slow = destination(to.url, { timeouts: { connectMs: 5_000, stallMs: 300, answerMs: 300 } });
    const outcome = await slow.transmit(reportOf(Buffer.alloc(30 * 1024 * 1024)), never);
    expect(outcome).toMatchObject({ kind: 'deferred', cause: 'timeout' });
  });

  it.each([
    ['cancelled', () => AbortSignal.abort(), 'cancelled'],
    ['out of time', () => AbortSignal.timeout(200), 'timeout'],
  ])('because the attempt is %s is deferred', async (_what, signal, cause) => {
    const to = await receiver((request) => request.resume());
    await expect(transmit(to, reportOf(CONTENT), signal())).resolves.toMatchObject({ kind: 'deferred', cause });
  });
});

describe('a receiver that proves nothing', () => {
  it.each<[string, () => Promise<Partial<ReceiverOptions>>, string]>([
    ['another name', async () => ({ identity: await authority.issue({ name: 'other.example' }) }), 'tls-name-mismatch'],
    ['an expired certificate', async () => ({ identity: await authority.issue({ days: -1 }) }), 'tls-expired'],
    [
      'a certificate of an unknown authority',
      async () => ({ identity: await (await makeAuthority('Stranger')).issue() }),
      'tls-unknown-ca',
    ],
    [
      'a certificate of an authority that only bears the right name',
      async () => ({ identity: await (await makeAuthority('Spec authority')).issue() }),
      'tls-unknown-ca',
    ],
    ['only TLS 1.1', async () => ({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }), 'tls-handshake'],
  ])('because it has %s is refused and sees no request', async (_what, options, cause) => {
    const { answer, seen } = archive();
    const to = await receiver(answer, await options());
    await expect(transmit(to)).resolves.toMatchObject({ kind: 'refused', cause });
    expect(seen).toEqual([]);
  });

  it('because its authority was not added is refused', async () => {
    const to = await receiver(archive().answer);
    const outcome = destination(to.url, { caPem: null }).transmit(reportOf(CONTENT), never);
    await expect(outcome).resolves.toMatchObject({ kind: 'refused', cause: 'tls-unknown-ca' });
  });

  it('because it speaks no TLS is refused', async () => {
    const plain = createPlainServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\n\r\n'));
    plain.listen(0, 'localhost');
    await once(plain, 'listening');
    const url = `https://localhost:${(plain.address() as AddressInfo).port}`;
    const outcome = await destination(url).transmit(reportOf(CONTENT), never);
    plain.close();
    expect(outcome).toMatchObject({ kind: 'refused', cause: 'tls-handshake' });
  });
});

describe('a report that is not what it says', () => {
  it.each([
    ['shorter', 1_001],
    ['longer', 999],
  ])('because it is %s than recorded is refused', async (_what, bytes) => {
    const to = await receiver(archive().answer);
    const outcome = await transmit(to, reportOf(CONTENT, { bytes }));
    expect(outcome).toMatchObject({ kind: 'refused', cause: 'report-length' });
  });

  it('fails with the error of its own source', async () => {
    const lost = new Error('disk error');
    const to = await receiver(archive().answer);
    const unreadable = reportOf(CONTENT, { open: () => Promise.reject(lost) });
    await expect(transmit(to, unreadable)).rejects.toBe(lost);
    const breaking = new Readable({ read: () => breaking.destroy(lost) });
    await expect(transmit(to, reportOf(CONTENT, { open: () => Promise.resolve(breaking) }))).rejects.toBe(lost);
  });

  it.each<[string, Partial<Report>]>([
    ['id', { id: '../other' }],
    ['id', { id: '..' }],
    ['id', { id: '' }],
    ['sha256', { sha256: 'AB'.repeat(32) }],
    ['bytes', { bytes: -1 }],
    ['contentType', { contentType: 'text/plain\r\nx: y' }],
  ])('cannot leave with the %s of %p', async (field, changes) => {
    const outcome = destination('https://localhost:1').transmit(reportOf(CONTENT, changes), never);
    await expect(outcome).rejects.toMatchObject({ code: 'REPORT_INVALID', details: { field } });
  });

  it('cannot leave with a token no header can carry', async () => {
    const bearer = { reveal: () => 'two\nlines' };
    const outcome = destination('https://localhost:1', { bearer }).transmit(reportOf(CONTENT), never);
    await expect(outcome).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });
});

describe('the settings', () => {
  it.each([
    ['http://receiver.example', 'not-https'],
    ['receiver.example', 'unreadable'],
    ['https://user:pw@receiver.example', 'credentials'],
    ['https://receiver.example/?tenant=1', 'query-or-fragment'],
    ['https://receiver.example/#x', 'query-or-fragment'],
  ])('refuse the address %s', (url, reason) => {
    expect(() => destination(url)).toThrow(expect.objectContaining({ code: 'URL_INVALID', details: { reason } }));
  });

  it.each([
    ['nothing', ''],
    ['no PEM', 'hello'],
    ['a PEM of nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ])('refuse %s as an authority', (_what, caPem) => {
    expect(() => destination('https://localhost:1', { caPem })).toThrow(
      expect.objectContaining({ code: 'CA_INVALID' }),
    );
  });

  it('take several authorities', async () => {
    const caPem = `${(await makeAuthority('Another')).pem}\n${authority.pem}`;
    const to = await receiver(archive().answer);
    const outcome = destination(to.url, { caPem }).transmit(reportOf(CONTENT), never);
    await expect(outcome).resolves.toMatchObject({ kind: 'accepted' });
  });
});
