const LENGTH_BYTES = 4;

/**
 * Reads SSH wire types (RFC 4251 §5) from bytes of a stranger. Nothing here throws: a value that goes beyond the end
 * is empty or zero, and `isIntact` is false from then on.
 */
export class WireReader {
  #offset = 0;
  #isIntact = true;

  constructor(private readonly bytes: Buffer) {}

  /** False once anything was asked for that is not there. */
  get isIntact(): boolean {
    return this.#isIntact;
  }

  /** True when everything was read and all of it was there. */
  get isComplete(): boolean {
    return this.#isIntact && this.#offset === this.bytes.length;
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  take(length: number): Buffer {
    if (!this.#isIntact || this.bytes.length - this.#offset < length) {
      this.#isIntact = false;
      return Buffer.alloc(0);
    }
    const taken = this.bytes.subarray(this.#offset, this.#offset + length);
    this.#offset += length;
    return taken;
  }

  uint32(): number {
    const taken = this.take(LENGTH_BYTES);
    return taken.length === LENGTH_BYTES ? taken.readUInt32BE() : 0;
  }

  uint64(): bigint {
    const taken = this.take(8);
    return taken.length === 8 ? taken.readBigUInt64BE() : 0n;
  }

  string(): Buffer {
    return this.take(this.uint32());
  }

  text(): string {
    return this.string().toString('utf8');
  }

  nameList(): string[] {
    const text = this.string().toString('latin1');
    return text === '' ? [] : text.split(',');
  }
}

/** A string or name as the wire has it: its length, then its bytes. */
export function wireString(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
