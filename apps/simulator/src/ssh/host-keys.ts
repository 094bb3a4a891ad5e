import { createECDH, createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { z } from 'zod';
import { SimulatorError } from '../simulator-error.js';

const savedSchema = z.strictObject({
  /** Hexadecimal; every key that is not in `kept` follows from it and a name. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  /** How often each name was given another key. */
  rotated: z.record(z.string(), z.int()),
  /** PEM by name, for keys that do not follow from the seed. */
  kept: z.record(z.string(), z.string()),
});

/** What the file held before keys followed from a seed: PEM by name. */
const oldSavedSchema = z.record(z.string(), z.string().startsWith('-----BEGIN'));

const CURVE = 'prime256v1';
/** Type names in front of the public point as the SSH wire format wants them (RFC 5656 §3.1). */
const PUBLIC_PREFIX = Buffer.concat(['ecdsa-sha2-nistp256', 'nistp256'].map(wireString));
const RSA_BITS = 2048;

/**
 * Host keys by appliance name. They follow from one seed, so that ten thousand of them need neither time nor space
 * before somebody connects, and so that a process which ends suddenly comes back with the same ones.
 */
export class HostKeys {
  private seed = randomBytes(32);
  private rotated = new Map<string, number>();
  private kept = new Map<string, string>();
  private isDirty = true;

  /** @param file where the seed is kept; `null` keeps it in memory only */
  constructor(private readonly file: string | null) {}

  /** @throws {SimulatorError} STATE_UNREADABLE - when the file is there but damaged */
  async restore(): Promise<void> {
    if (this.file === null) return;
    try {
      const saved: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      const old = oldSavedSchema.safeParse(saved);
      if (old.success) {
        this.kept = new Map(Object.entries(old.data));
        return;
      }
      const { seed, rotated, kept } = savedSchema.parse(saved);
      this.seed = Buffer.from(seed, 'hex');
      this.rotated = new Map(Object.entries(rotated));
      this.kept = new Map(Object.entries(kept));
      this.isDirty = false;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new SimulatorError('STATE_UNREADABLE', `${this.file} is damaged; remove it to make new host keys.`, {
        cause,
      });
    }
  }

  /**
   * The private key of an appliance: P-256, which costs the least of all types a client likes.
   *
   * @throws {SimulatorError} STATE_UNREADABLE - when the kept key is not one
   */
  of(name: string): ParsedKey {
    const pem = this.kept.get(name);
    return pem === undefined
      ? derivedKey(this.scalar(`own ${name} ${this.rotated.get(name) ?? 0}`))
      : readPem(name, pem);
  }

  /** A key somebody between the client and the appliance might show: never the one of {@link of}, always the same. */
  foreignOf(name: string): ParsedKey {
    return derivedKey(this.scalar(`foreign ${name}`));
  }

  /** The RSA key that old firmware has instead; making one takes a tenth of a second, once. */
  legacyOf(name: string): ParsedKey {
    const id = `${name} rsa`;
    let pem = this.kept.get(id);
    if (pem === undefined) {
      const pair = generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
      pem = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
      this.kept.set(id, pem);
      this.isDirty = true;
    }
    return readPem(name, pem);
  }

  /** Gives an appliance other keys; the next connection meets them. */
  rotate(name: string): void {
    this.kept.delete(name);
    this.kept.delete(`${name} rsa`);
    this.rotated.set(name, (this.rotated.get(name) ?? 0) + 1);
    this.isDirty = true;
  }

  /** Writes the file when something in it changed since the last time. */
  async save(): Promise<void> {
    if (this.file === null || !this.isDirty) return;
    this.isDirty = false;
    const saved: z.input<typeof savedSchema> = {
      seed: this.seed.toString('hex'),
      rotated: Object.fromEntries(this.rotated),
      kept: Object.fromEntries(this.kept),
    };
    await writeFile(`${this.file}.new`, JSON.stringify(saved), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  /** Below half of the curve's order, and never zero. */
  private scalar(label: string): Buffer {
    const scalar = createHmac('sha256', this.seed).update(label).digest();
    scalar[0] = (scalar[0] ?? 0) & 0x7f;
    scalar[31] = (scalar[31] ?? 0) | 1;
    return scalar;
  }
}

function wireString(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The SSH library takes only keys it parsed itself; this one lends its kind to those that were never text. */
const PATTERN = readPem(
  'the pattern',
  generateKeyPairSync('ec', { namedCurve: CURVE }).privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
);

/**
 * A key from its number. By way of JWK, because OpenSSL takes twenty times as long over PEM or DER, and that would be
 * the larger part of a first login.
 */
function derivedKey(scalar: Buffer): ParsedKey {
  const curve = createECDH(CURVE);
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: scalar.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const publicSsh = Buffer.concat([PUBLIC_PREFIX, wireString(point)]);
  const derived = Object.create(PATTERN) as ParsedKey;
  derived.getPublicSSH = () => publicSsh;
  derived.sign = (data, algorithm = 'sha256') => sign(algorithm, toBytes(data), key);
  return derived;
}

function readPem(name: string, pem: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(pem);
  if (parsed instanceof Error) {
    throw new SimulatorError('STATE_UNREADABLE', `The kept host key of ${name} is damaged.`, { cause: parsed });
  }
  // From PEM, as the SSH library does by itself, one signature takes twenty times as long.
  const key = createPrivateKey(pem);
  const usual = parsed.type === 'ssh-rsa' ? 'sha1' : 'sha256';
  parsed.sign = (data, algorithm = usual) => sign(algorithm, toBytes(data), key);
  return parsed;
}

function toBytes(data: Buffer | string): Buffer {
  return typeof data === 'string' ? Buffer.from(data) : data;
}
