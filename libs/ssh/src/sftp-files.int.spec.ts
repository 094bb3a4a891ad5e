import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppliance, type FakeAppliance } from './appliance-server.fake.js';
import { openSession } from './open-session.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshSession } from './ssh-session.js';

let appliance: FakeAppliance;
afterEach(() => appliance.close());

async function open(files: Readonly<Record<string, Buffer>>): Promise<SshSession> {
  appliance = await startAppliance();
  for (const [path, content] of Object.entries(files)) appliance.files.set(path, content);
  return openSession(targetOf(appliance), TEST_LIMITS);
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

describe('fetch', () => {
  it.each([0, 1, 32 * 1024 - 1, 32 * 1024, 32 * 1024 + 1, 5 * 1024 * 1024])(
    'brings a file of %i bytes without a change',
    async (bytes) => {
      const content = randomBytes(bytes);
      const session = await open({ '/var/tmp/bundle.tar.gz': content });
      const file = await session.fetch('/var/tmp/bundle.tar.gz');
      const digest = createHash('sha256');
      let length = 0;
      await pipeline(file.stream, async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          digest.update(chunk);
          length += chunk.length;
        }
      });
      expect([file.bytes, length, digest.digest('hex')]).toEqual([bytes, bytes, sha256(content)]);
      await session.close();
    },
  );

  it('holds only what was read ahead while the reader pauses', async () => {
    const session = await open({ '/f': randomBytes(5 * 1024 * 1024) });
    const { stream } = await session.fetch('/f');
    await once(stream, 'readable');
    await pause(200);
    expect(stream.readableLength).toBeLessThan(10 * 32 * 1024);
    stream.destroy();
  });

  it.each([
    ['a missing file', '/nowhere', { code: 'FILE_MISSING', retryable: false }],
    ['a file it may not read', '/denied', { code: 'SFTP_FAILED', details: { sftpStatus: 3 } }],
  ])('names %s', async (_what, path, error) => {
    const session = await open({});
    await expect(session.fetch(path)).rejects.toMatchObject(error);
  });

  it('leaves the session usable after a missing file and an abandoned stream', async () => {
    const session = await open({ '/f': randomBytes(1024 * 1024) });
    await expect(session.fetch('/nowhere')).rejects.toMatchObject({ code: 'FILE_MISSING' });
    const { stream } = await session.fetch('/f');
    stream.destroy();
    await once(stream, 'close');
    const again = await session.fetch('/f');
    expect((await again.stream.toArray()).reduce((sum: number, chunk: Buffer) => sum + chunk.length, 0)).toBe(
      1024 * 1024,
    );
  });

  it('fails in the middle with the reason when the server dies', async () => {
    const session = await open({ '/f': randomBytes(5 * 1024 * 1024) });
    const { stream } = await session.fetch('/f');
    const reading = (async () => {
      for await (const chunk of stream) if ((chunk as Buffer).length > 0) appliance.kill();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });
});

describe('fetch from the middle', () => {
  const content = randomBytes(300_000);
  const read = async (stream: Readable): Promise<Buffer> => Buffer.concat(await stream.toArray());

  it.each([0, 1, 32 * 1024, 100_001, 299_999, 300_000])('brings what follows byte %i', async (from) => {
    const session = await open({ '/f': content });
    const { bytes, stream } = await session.fetch('/f', { from });
    expect([bytes, sha256(await read(stream))]).toEqual([300_000, sha256(content.subarray(from))]);
  });

  it('goes on over a new session after the first one broke', async () => {
    const session = await open({ '/f': content });
    const parts: Buffer[] = [];
    const arrived = (): number => Buffer.concat(parts).length;
    const reading = (async () => {
      for await (const chunk of (await session.fetch('/f')).stream) {
        parts.push(chunk as Buffer);
        if (arrived() > 100_000) appliance.kill();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'CONNECTION_LOST', retryable: true });
    const again = await openSession(targetOf(appliance), TEST_LIMITS);
    parts.push(await read((await again.fetch('/f', { from: arrived() })).stream));
    expect(sha256(Buffer.concat(parts))).toBe(sha256(content));
  });

  it('refuses a file that has become shorter than what arrived', async () => {
    const session = await open({ '/f': Buffer.alloc(10) });
    const details = { host: '127.0.0.1', port: appliance.port, from: 11, bytes: 10 };
    await expect(session.fetch('/f', { from: 11 })).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      details,
      retryable: false,
    });
    await expect(session.fetch('/f', { from: 10 })).resolves.toMatchObject({ bytes: 10 });
  });

  it('fails when the file is cut while it is read', async () => {
    const session = await open({ '/f': randomBytes(5 * 1024 * 1024) });
    const { stream } = await session.fetch('/f');
    appliance.files.set('/f', Buffer.alloc(10));
    await expect(read(stream)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  });
});

describe('stat', () => {
  it('tells size and time of a file, and a missing one', async () => {
    const session = await open({ '/f': Buffer.from('123') });
    await expect(session.stat('/f')).resolves.toEqual({ bytes: 3, modifiedAt: new Date('2015-06-12T07:29:14Z') });
    await expect(session.stat('/nowhere')).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('remove', () => {
  it('deletes the file', async () => {
    const session = await open({ '/f': Buffer.from('x') });
    await session.remove('/f');
    expect(appliance.files.has('/f')).toBe(false);
    await expect(session.remove('/f')).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});
