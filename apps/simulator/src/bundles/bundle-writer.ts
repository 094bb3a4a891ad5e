import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import type { Appliance, StoredBundle } from '../fleet/appliance.js';

/** One text file of an archive. */
export interface BundleEntry {
  readonly name: string;
  readonly text: string;
}

/** What to write: where the appliance shows it, what is in it, and which entry is grown to reach a wanted size. */
export interface BundleOrder {
  readonly path: string;
  readonly mode: string;
  readonly entries: readonly BundleEntry[];
  readonly fillerName: string;
}

/** An appliance keeps this many bundles; the oldest goes first. */
const KEPT_BUNDLES = 5;
const CHUNK_BYTES = 256 * 1024;

/** Writes support bundles as tar.gz files and lays them on their appliances. */
export class BundleWriter {
  private count = 0;

  /**
   * @param directory where the bytes go; made when missing
   * @param delayMs how long an appliance takes, spread over its progress lines
   * @param onRun called once for each bundle that is begun
   */
  constructor(
    private readonly directory: string,
    private readonly delayMs: number,
    private readonly onRun: (appliance: Appliance) => void,
  ) {}

  /** Waits out the share `parts`-th of the time a bundle takes. */
  async pause(parts: number): Promise<void> {
    if (this.delayMs > 0) await sleep(this.delayMs / parts, undefined, { ref: false });
  }

  /** Notes that a bundle was begun. */
  begin(appliance: Appliance): void {
    this.onRun(appliance);
  }

  /** Writes the archive and lays it on the appliance; one already there under the same path is replaced. */
  async write(appliance: Appliance, order: BundleOrder, now: number): Promise<StoredBundle> {
    await mkdir(this.directory, { recursive: true });
    this.count += 1;
    const file = join(this.directory, `${appliance.name}-${now}-${this.count}.tar.gz`);
    await writeArchive(file, order, appliance.bundleBytes);
    const { size } = await stat(file);
    const bundle: StoredBundle = { path: order.path, file, bytes: size, createdAt: now, mode: order.mode };
    await this.remove(appliance, order.path);
    appliance.bundles.push(bundle);
    while (appliance.bundles.length > KEPT_BUNDLES) await this.remove(appliance, appliance.bundles[0]?.path ?? '');
    return bundle;
  }

  /** Takes a bundle off its appliance; `false` when there is none under the path. */
  async remove(appliance: Appliance, path: string): Promise<boolean> {
    const at = appliance.bundles.findIndex((bundle) => bundle.path === path);
    const [bundle] = at < 0 ? [] : appliance.bundles.splice(at, 1);
    if (bundle === undefined) return false;
    await rm(bundle.file, { force: true });
    return true;
  }
}

async function writeArchive(file: string, order: BundleOrder, wantedBytes: number | null): Promise<void> {
  const pack = tar.pack();
  const writing = pipeline(pack, createGzip({ level: 1 }), createWriteStream(file, { mode: 0o600 }));
  // The filler fails with the pipeline; its own rejection then says nothing more.
  const filling = fill(pack, order, wantedBytes).catch((error: unknown) => {
    pack.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  await writing;
  await filling;
}

async function fill(pack: tar.Pack, order: BundleOrder, wantedBytes: number | null): Promise<void> {
  for (const entry of order.entries) pack.entry({ name: entry.name }, entry.text);
  if (wantedBytes !== null) {
    const text = order.entries.map((entry) => entry.text).join('');
    const missing = wantedBytes - gzipSync(text, { level: 1 }).length;
    if (missing > 0) await fillRandom(pack, order.fillerName, missing);
  }
  pack.finalize();
}

/** Random bytes do not compress, so the archive grows by as many as are asked for. */
async function fillRandom(pack: tar.Pack, name: string, bytes: number): Promise<void> {
  const entry = pack.entry({ name, size: bytes });
  for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
    if (!entry.write(randomBytes(Math.min(left, CHUNK_BYTES)))) await once(entry, 'drain');
  }
  entry.end(undefined);
}
