import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BundleError } from './errors.js';
import { storageFailure, systemCodeOf } from './storage-failure.js';

/** What is known of a bundle once it is safely stored. */
export interface StoredBundle {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface OpenBundle {
  readonly bytes: number;
  /** Must be read to its end or destroyed: it holds a file open. */
  readonly stream: Readable;
}

export interface ReceiveLimits {
  readonly maxBytes: number;
}

/** Begins with a letter or digit and holds no separator, so an id can name neither a folder nor a hidden file. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** A partial untouched for this long has no writer any more: a source is cut off after minutes of silence. */
const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Keeps bundles as files of one directory, readable by this user only. A bundle is either there whole or not there: it
 * appears by a rename after its bytes and before its name are flushed to disk. What a crash leaves is a partial,
 * which no method but `sweepPartials` ever sees. Several processes may share the directory.
 */
export class DirectoryBundleStore {
  readonly #bundles: string;
  readonly #partials: string;

  /** `root` is made when the first bundle arrives. Nothing else may live in it. */
  constructor(root: string) {
    this.#bundles = join(root, 'bundles');
    this.#partials = join(root, 'partials');
  }

  /**
   * Stores all of `source`, hashing on the way, and resolves when it would survive a power failure. A bundle stored
   * under this id before is replaced; of several at the same time the last to finish stays, whole. A failing source
   * leaves nothing and its own error is passed on unchanged.
   * @throws {BundleError} BUNDLE_ID_INVALID, BUNDLE_TOO_LARGE, SOURCE_INTERRUPTED, STORAGE_FULL, STORAGE_FAILED
   */
  async receive(id: string, source: Readable, limits: ReceiveLimits): Promise<StoredBundle> {
    try {
      const bundle = this.#path(id);
      const partial = join(this.#partials, `${id}.${randomUUID()}`);
      await this.#storing(id, () => this.#makeFolders());
      const file = await this.#storing(id, () => open(partial, 'wx', 0o600));
      try {
        const stored = await this.#write(id, file, { source, maxBytes: limits.maxBytes });
        await this.#storing(id, async () => {
          await rename(partial, bundle);
          await flushFolder(this.#bundles);
        });
        return stored;
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    } finally {
      source.destroy(); // nobody reads it any further, whatever happened
    }
  }

  /** @throws {BundleError} BUNDLE_ID_INVALID, BUNDLE_MISSING, STORAGE_FAILED */
  async open(id: string): Promise<OpenBundle> {
    const path = this.#path(id);
    return this.#storing(id, async () => {
      const file = await open(path, 'r');
      try {
        const { size } = await file.stat();
        return { bytes: size, stream: file.createReadStream() };
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  /** @throws {BundleError} BUNDLE_ID_INVALID, STORAGE_FAILED */
  async exists(id: string): Promise<boolean> {
    const path = this.#path(id);
    try {
      await this.#storing(id, () => stat(path));
      return true;
    } catch (error) {
      if (error instanceof BundleError && error.code === 'BUNDLE_MISSING') return false;
      throw error;
    }
  }

  /**
   * Reads the bundle again and compares it with what was recorded.
   * @throws {BundleError} BUNDLE_CORRUPT - other bytes than `sha256` (hex) was taken from.
   * @throws {BundleError} BUNDLE_ID_INVALID, BUNDLE_MISSING, STORAGE_FAILED
   */
  async verify(id: string, sha256: string): Promise<void> {
    const { bytes, stream } = await this.open(id);
    const digest = createHash('sha256');
    await this.#storing(id, async () => {
      for await (const chunk of stream) digest.update(chunk as Buffer);
    });
    const found = digest.digest('hex');
    if (found !== sha256.toLowerCase()) throw new BundleError('BUNDLE_CORRUPT', { id, bytes, found, recorded: sha256 });
  }

  /**
   * Deletes a bundle; one that is not there is fine, so a repeat is harmless.
   * @throws {BundleError} BUNDLE_ID_INVALID, STORAGE_FAILED
   */
  async remove(id: string): Promise<void> {
    const path = this.#path(id);
    await this.#storing(id, () => rm(path, { force: true }));
  }

  /**
   * Deletes what interrupted `receive` calls left behind and returns how many files that was. Only partials not
   * written to for `idleMs` count as left behind, because other processes may be writing theirs.
   * @throws {BundleError} STORAGE_FAILED
   */
  async sweepPartials(idleMs: number = ABANDONED_MS): Promise<number> {
    const oldest = Date.now() - idleMs;
    let removed = 0;
    for (const name of await this.#listPartials()) {
      const path = join(this.#partials, name);
      try {
        if ((await stat(path)).mtimeMs > oldest) continue;
        await rm(path);
        removed += 1;
      } catch (error) {
        const failure = storageFailure(error, {});
        if (failure.code !== 'BUNDLE_MISSING') throw failure; // gone by itself: its writer finished, or another sweep
      }
    }
    return removed;
  }

  async #write(id: string, file: FileHandle, from: { source: Readable; maxBytes: number }): Promise<StoredBundle> {
    const digest = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(from.source, async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > from.maxBytes) throw new BundleError('BUNDLE_TOO_LARGE', { id, maxBytes: from.maxBytes });
          digest.update(chunk);
          await this.#storing(id, () => file.writeFile(chunk)); // goes on where the last one ended, and writes all of it
        }
      });
      await this.#storing(id, () => file.sync());
    } catch (error) {
      if (systemCodeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE')
        throw new BundleError('SOURCE_INTERRUPTED', { id, bytes }, { cause: error });
      throw error;
    } finally {
      await file.close();
    }
    return { bytes, sha256: digest.digest('hex') };
  }

  async #makeFolders(): Promise<void> {
    await mkdir(this.#bundles, { recursive: true, mode: 0o700 });
    await mkdir(this.#partials, { recursive: true, mode: 0o700 });
  }

  async #listPartials(): Promise<string[]> {
    try {
      return await readdir(this.#partials);
    } catch (error) {
      const failure = storageFailure(error, {});
      if (failure.code === 'BUNDLE_MISSING') return []; // nothing was ever received here
      throw failure;
    }
  }

  async #storing<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageFailure(error, { id });
    }
  }

  #path(id: string): string {
    if (!PLAIN_NAME.test(id)) throw new BundleError('BUNDLE_ID_INVALID', { length: id.length });
    return join(this.#bundles, id);
  }
}

/** A rename is safe only once the folder that holds the new name is on disk too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
