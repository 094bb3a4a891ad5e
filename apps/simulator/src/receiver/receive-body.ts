import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A body on its way into a file. */
export interface BodyTransfer {
  readonly request: IncomingMessage;
  readonly file: string;
  /** Highest speed; `null` for as fast as it comes. */
  readonly bytesPerSecond: number | null;
}

/** Writes a body to its file and hashes it on the way. Rejects when the connection is cut before the end. */
export async function receiveBody(transfer: BodyTransfer): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      hash.update(chunk);
      bytes += chunk.length;
      if (transfer.bytesPerSecond === null) return callback(null, chunk);
      const waitMs = (chunk.length / transfer.bytesPerSecond) * 1000;
      sleep(waitMs, undefined, { ref: false }).then(() => callback(null, chunk), callback);
    },
  });
  await pipeline(transfer.request, measure, createWriteStream(transfer.file, { mode: 0o600 }));
  return { bytes, sha256: hash.digest('hex') };
}

/** The SHA-256 of a `Repr-Digest` field (RFC 9530) in hexadecimal; `null` when it carries none that is well formed. */
export function readDigest(field: string | undefined): string | null {
  const found = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(field ?? '');
  return found === null ? null : Buffer.from(found[1] ?? '', 'base64').toString('hex');
}
