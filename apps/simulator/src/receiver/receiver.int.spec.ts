import { createHash } from 'node:crypto';
import { request } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

let simulator: SpecSimulator;

beforeAll(async () => {
  simulator = await startForSpec({ instances: 0 });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  await simulator.control('POST', '/receiver', { mode: 'accept' });
});

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: Record<string, unknown>;
}

interface Sending {
  readonly method?: string;
  readonly body?: Buffer;
  readonly headers?: Record<string, string>;
  /** Cuts the connection after this many bytes of the body. */
  readonly cutAfter?: number;
}

function digestField(body: Buffer): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

/** Sends with certificate checks on, trusting only the simulator's authority. */
function send(id: string, sending: Sending = {}): Promise<Answer> {
  const { method = 'PUT', body = Buffer.alloc(0), headers = { 'repr-digest': digestField(body) }, cutAfter } = sending;
  const { url, caPem } = simulator.ready.receiver;
  return new Promise((resolve, reject) => {
    const length = method === 'PUT' ? { 'content-length': String(body.length) } : {};
    const outgoing = request(
      `${url}/v1/reports/${id}`,
      { method, ca: caPem, agent: false, headers: { 'content-type': 'application/gzip', ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'],
            retryAfter: response.headers['retry-after'],
            body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
          }),
        );
      },
    );
    outgoing.on('error', reject);
    if (cutAfter === undefined) return void outgoing.end(body);
    outgoing.write(body.subarray(0, cutAfter), () => outgoing.destroy());
  });
}

async function reports(): Promise<Record<string, unknown>[]> {
  return (await simulator.control('GET', '/receiver/reports')).body['reports'] as Record<string, unknown>[];
}

async function outcomes(id: string): Promise<unknown[]> {
  const { body } = await simulator.control('GET', '/receiver/attempts');
  return (body['attempts'] as { id: string; outcome: string }[])
    .filter((each) => each.id === id)
    .map((each) => each.outcome);
}

describe('the receiver', () => {
  it('stores a report once, however often and however close together it is sent', async () => {
    const body = Buffer.from('report one');
    const answers = await Promise.all([1, 2, 3, 4].map(() => send('once', { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map((answer) => answer.body['receiptId'])).size).toBe(1);
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(answers[0]?.body).toMatchObject({ reportId: 'once', sha256 });
    expect(await reports()).toContainEqual(
      expect.objectContaining({
        id: 'once',
        bytes: 10,
        sha256,
        contentType: 'application/gzip',
        attempts: 4,
        accepts: 1,
      }),
    );
    expect(await send('once', { method: 'GET', headers: {} })).toMatchObject({ status: 200, body: { sha256 } });
    const stored = await fetch(`${simulator.ready.control}/receiver/reports/once/body`);
    expect(await stored.text()).toBe('report one');
  });

  it('refuses another body under the same id', async () => {
    await send('taken', { body: Buffer.from('first') });
    const answer = await send('taken', { body: Buffer.from('second') });
    expect(answer).toMatchObject({ status: 409, type: 'application/problem+json' });
    expect(await outcomes('taken')).toEqual(['stored', 'conflict']);
  });

  it.each([
    ['a digest of something else', { 'repr-digest': digestField(Buffer.from('other')) }, 422],
    ['no digest', {}, 400],
    ['a digest that is cut short', { 'repr-digest': 'sha-256=:AAAA:' }, 400],
    ['only a weak digest', { 'repr-digest': 'md5=:AAAAAAAAAAAAAAAAAAAAAA==:' }, 400],
  ])('keeps nothing that comes with %s', async (_what, headers, status) => {
    const id = `bad-${status}-${Object.keys(headers).length}`;
    const answer = await send(id, { body: Buffer.from('x'), headers });
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect((await send(id, { method: 'GET', headers: {} })).status).toBe(404);
  });

  it('keeps nothing of a report that was cut off, and takes it whole afterwards', async () => {
    const body = Buffer.alloc(200_000, 7);
    await expect(send('cut', { body, cutAfter: 100_000 })).rejects.toThrow();
    let seen: unknown[] = [];
    while (seen.length === 0) seen = await outcomes('cut');
    expect(seen).toEqual(['cut']);
    expect((await send('cut', { method: 'GET', headers: {} })).status).toBe(404);
    expect((await send('cut', { body })).status).toBe(201);
  });

  it.each([
    ['refuse', {}, 403, 'refused'],
    ['refuse', { status: 413 }, 413, 'refused'],
    ['unavailable', {}, 503, 'unavailable'],
  ])('answers in mode %s %j with %i for as many reports as asked', async (mode, more, status, outcome) => {
    await simulator.control('POST', '/receiver', { mode, times: 2, ...more });
    const id = `${mode}-${status}`;
    const answers = [await send(id), await send(id), await send(id)];
    expect(answers.map((answer) => answer.status)).toEqual([status, status, 201]);
    expect(answers[0]?.retryAfter).toBe(mode === 'unavailable' ? '1' : undefined);
    expect(await outcomes(id)).toEqual([outcome, outcome, 'stored']);
  });

  it('claims another digest in mode wrong-digest, and keeps nothing', async () => {
    await simulator.control('POST', '/receiver', { mode: 'wrong-digest', times: 1 });
    const answer = await send('liar', { body: Buffer.from('x') });
    expect(answer).toMatchObject({ status: 201, body: { sha256: '0'.repeat(64) } });
    expect((await send('liar', { method: 'GET', headers: {} })).status).toBe(404);
  });

  it('never answers in mode hang, and knows when the sender gave up', async () => {
    await simulator.control('POST', '/receiver', { mode: 'hang', times: 1 });
    await expect(send('hung', { body: Buffer.alloc(10_000), cutAfter: 5_000 })).rejects.toThrow();
    let seen: unknown[] = [];
    while (seen.length === 0) seen = await outcomes('hung');
    expect(seen).toEqual(['hung']);
  });

  it('takes a report whole in mode slow', async () => {
    await simulator.control('POST', '/receiver', { mode: 'slow', bytesPerSecond: 1_000_000, times: 1 });
    expect((await send('slow', { body: Buffer.alloc(50_000, 1) })).status).toBe(201);
  });

  it.each(['', '.hidden', '..%2fetc', 'a/b', 'a'.repeat(129)])('has no report under %j', async (id) => {
    expect((await send(id, { body: Buffer.from('x') })).status).toBe(404);
  });

  it('is trusted only through its own authority', async () => {
    await expect(fetch(`${simulator.ready.receiver.url}/v1/reports/x`)).rejects.toThrow('fetch failed');
  });
});
