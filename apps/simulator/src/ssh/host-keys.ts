import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { SimulatorError } from '../simulator-error.js';

/** Host keys by appliance name: made at the first connection, and kept in one file when there is one. */
export class HostKeys {
  private keys = new Map<string, string>();
  private isDirty = false;

  /** @param file where the keys are kept; `null` keeps them in memory only */
  constructor(private readonly file: string | null) {}

  /** @throws {SimulatorError} STATE_UNREADABLE - when the file is there but damaged */
  async restore(): Promise<void> {
    if (this.file === null) return;
    try {
      const saved = JSON.parse(await readFile(this.file, 'utf8')) as Record<string, string>;
      this.keys = new Map(Object.entries(saved));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new SimulatorError('STATE_UNREADABLE', `${this.file} is damaged; remove it to make new host keys.`, {
        cause,
      });
    }
  }

  /**
   * The private key of an appliance: P-256, which costs a fraction of a millisecond to make.
   *
   * It signs with a key object. From PEM, as the SSH library does by itself, one signature takes twenty times as long
   * because the text is decoded anew each time, and that would be the larger part of a login.
   *
   * @throws {SimulatorError} STATE_UNREADABLE - when the kept key is not one
   */
  of(name: string): ParsedKey {
    const pem = this.pemOf(name);
    const parsed = ssh2.utils.parseKey(pem);
    if (parsed instanceof Error) {
      throw new SimulatorError('STATE_UNREADABLE', `The kept host key of ${name} is damaged.`, { cause: parsed });
    }
    const key = createPrivateKey(pem);
    parsed.sign = (data, algorithm = 'sha256') =>
      sign(algorithm, typeof data === 'string' ? Buffer.from(data) : data, key);
    return parsed;
  }

  private pemOf(name: string): string {
    let key = this.keys.get(name);
    if (key === undefined) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      key = pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
      this.keys.set(name, key);
      this.isDirty = true;
    }
    return key;
  }

  /** Forgets the key of an appliance; the next connection meets another one. */
  rotate(name: string): void {
    this.keys.delete(name);
    this.isDirty = true;
  }

  /** Writes the file when a key was made or dropped since the last time. */
  async save(): Promise<void> {
    if (this.file === null || !this.isDirty) return;
    this.isDirty = false;
    await writeFile(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.keys)), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }
}
