import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectoryBundleStore } from './directory-bundle-store.js';

const PLENTY = { maxBytes: 64 * 1024 * 1024 };
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const chunked = (content: Buffer, size = 64 * 1024): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
    })(),
  );

let parent: string;
let root: string;
let store: DirectoryBundleStore;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'bundles-'));
  root = join(parent, 'store');
  store = new DirectoryBundleStore(root);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const filesLeft = async (): Promise<string[]> =>
  (await readdir(parent, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

async function partialAppears(): Promise<void> {
  while ((await readdir(join(root, 'partials')).catch(() => [])).length === 0) await pause(5);
}

describe('receive and open', () => {
  it.each([0, 1, 64 * 1024, 5 * 1024 * 1024 + 7])('keeps %i bytes and their digest', async (bytes) => {
    const content = randomBytes(bytes);
    await expect(store.receive('dlv_1', chunked(content), PLENTY)).resolves.toEqual({ bytes, sha256: sha256(content) });
    const opened = await store.open('dlv_1');
    expect([opened.bytes, sha256(await buffer(opened.stream))]).toEqual([bytes, sha256(content)]);
    await store.verify('dlv_1', sha256(content));
    expect(await filesLeft()).toEqual(['dlv_1']);
  });

  it('lets only its own user read', async () => {
    await store.receive('dlv_1', chunked(randomBytes(10)), PLENTY);
    const modes = ['bundles/dlv_1', 'bundles', 'partials'].map(
      async (path) => (await stat(join(root, path))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o600, 0o700, 0o700]);
  });

  it('replaces what an earlier attempt stored', async () => {
    await store.receive('dlv_1', chunked(Buffer.from('first attempt')), PLENTY);
    await store.receive('dlv_1', chunked(Buffer.from('second')), PLENTY);
    expect((await buffer((await store.open('dlv_1')).stream)).toString()).toBe('second');
  });

  it('keeps one bundle whole when several arrive under one id', async () => {
    const contents = [1, 2, 3, 4].map((n) => Buffer.alloc(n * 300_000, n));
    const stored = await Promise.all(
      contents.map((content) => store.receive('dlv_1', chunked(content, 1_000), PLENTY)),
    );
    expect(stored).toEqual(contents.map((content) => ({ bytes: content.length, sha256: sha256(content) })));
    const kept = sha256(await buffer((await store.open('dlv_1')).stream));
    expect(contents.map(sha256)).toContain(kept);
    expect(await filesLeft()).toEqual(['dlv_1']);
  });

  it('serves a reader the bytes it opened while they are replaced and removed', async () => {
    const content = randomBytes(3 * 1024 * 1024);
    await store.receive('dlv_1', chunked(content), PLENTY);
    const { stream } = await store.open('dlv_1');
    await store.receive('dlv_1', chunked(Buffer.from('other')), PLENTY);
    await store.remove('dlv_1');
    expect(sha256(await buffer(stream))).toBe(sha256(content));
  });
});

describe('a bundle that cannot be stored', () => {
  it('leaves nothing when the source fails in the middle, and passes its error on', async () => {
    const lost = new Error('connection lost');
    const source = Readable.from(
      (async function* () {
        yield randomBytes(200_000);
        throw lost;
      })(),
    );
    await expect(store.receive('dlv_1', source, PLENTY)).rejects.toBe(lost);
    expect([await filesLeft(), await store.exists('dlv_1')]).toEqual([[], false]);
  });

  it('leaves nothing when the source is cut without a word', async () => {
    const source = new PassThrough();
    source.write(randomBytes(1_000));
    const receiving = store.receive('dlv_1', source, PLENTY);
    setImmediate(() => source.destroy());
    await expect(receiving).rejects.toMatchObject({ code: 'SOURCE_INTERRUPTED', retryable: true });
    expect(await filesLeft()).toEqual([]);
  });

  it('keeps the earlier bundle when the next one fails', async () => {
    await store.receive('dlv_1', chunked(Buffer.from('first')), PLENTY);
    const failing = new Readable({ read: () => failing.destroy(new Error('gone')) });
    await expect(store.receive('dlv_1', failing, PLENTY)).rejects.toThrow('gone');
    expect((await buffer((await store.open('dlv_1')).stream)).toString()).toBe('first');
  });

  it('stops an endless source at the limit', async () => {
    const endless = new Readable({ read: () => endless.push(Buffer.alloc(64 * 1024)) });
    const details = { id: 'dlv_1', maxBytes: 1_000_000 };
    await expect(store.receive('dlv_1', endless, { maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'BUNDLE_TOO_LARGE',
      details,
    });
    expect([endless.destroyed, await filesLeft()]).toEqual([true, []]);
  });

  it('takes exactly the limit', async () => {
    await expect(store.receive('dlv_1', chunked(Buffer.alloc(1_000)), { maxBytes: 1_000 })).resolves.toMatchObject({
      bytes: 1_000,
    });
  });

  it('names a directory it cannot make', async () => {
    await writeFile(root, 'a file is in the way');
    const source = chunked(randomBytes(10));
    await expect(store.receive('dlv_1', source, PLENTY)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(source.destroyed).toBe(true);
  });

  it.each(['', '.', '..', '../up', 'a/b', 'a\\b', '/etc/passwd', '.hidden', 'a\0b', 'a b', 'é', 'x'.repeat(129)])(
    'refuses the id %j everywhere',
    async (id) => {
      const source = chunked(randomBytes(10));
      const refusal = { code: 'BUNDLE_ID_INVALID' };
      await expect(store.receive(id, source, PLENTY)).rejects.toMatchObject(refusal);
      await expect(store.open(id)).rejects.toMatchObject(refusal);
      await expect(store.exists(id)).rejects.toMatchObject(refusal);
      await expect(store.remove(id)).rejects.toMatchObject(refusal);
      await expect(store.verify(id, '')).rejects.toMatchObject(refusal);
      expect([source.destroyed, await filesLeft()]).toEqual([true, []]);
    },
  );
});

describe('looking after the store', () => {
  it('removes a bundle, and a missing one without complaint', async () => {
    await store.receive('dlv_1', chunked(randomBytes(10)), PLENTY);
    expect(await store.exists('dlv_1')).toBe(true);
    await store.remove('dlv_1');
    await store.remove('dlv_1');
    expect(await store.exists('dlv_1')).toBe(false);
    await expect(store.open('dlv_1')).rejects.toMatchObject({ code: 'BUNDLE_MISSING', details: { id: 'dlv_1' } });
    await expect(store.verify('dlv_1', '00')).rejects.toMatchObject({ code: 'BUNDLE_MISSING' });
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['changed', (path) => writeFile(path, 'other contents')],
    ['shortened', (path) => truncate(path, 5)],
  ])('notices bytes that were %s behind its back', async (_how, tamper) => {
    const { sha256: recorded } = await store.receive('dlv_1', chunked(Buffer.from('the contents')), PLENTY);
    await store.verify('dlv_1', recorded.toUpperCase());
    await tamper(join(root, 'bundles', 'dlv_1'));
    await expect(store.verify('dlv_1', recorded)).rejects.toMatchObject({
      code: 'BUNDLE_CORRUPT',
      details: { recorded },
    });
  });

  it('sweeps what a crash left and spares what is being written', async () => {
    const source = new PassThrough();
    const receiving = store.receive('live', source, PLENTY);
    source.write(randomBytes(100));
    await partialAppears();
    const abandoned = join(root, 'partials', 'dead.0');
    await writeFile(abandoned, 'half');
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
    await utimes(abandoned, yesterday, yesterday);
    expect([await store.sweepPartials(), await store.sweepPartials()]).toEqual([1, 0]);
    source.end();
    await expect(receiving).resolves.toMatchObject({ bytes: 100 });
    expect(await filesLeft()).toEqual(['live']);
  });

  it('sweeps nothing where nothing was ever stored', async () => {
    expect(await store.sweepPartials()).toBe(0);
  });

  it('never shows a partial as a bundle', async () => {
    const source = new PassThrough();
    const receiving = store.receive('dlv_1', source, PLENTY);
    source.write(randomBytes(100));
    await partialAppears();
    expect(await store.exists('dlv_1')).toBe(false);
    source.end();
    await receiving;
    expect((await readFile(join(root, 'bundles', 'dlv_1'))).length).toBe(100);
  });
});
