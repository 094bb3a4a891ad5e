import { inspect } from 'node:util';

const PRINTED = '[secret]';

/** Holds a password or key so that logs, JSON, template strings and `util.inspect` all print `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The only way out. Call it where the bytes are used, and keep no copy. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return PRINTED;
  }

  toJSON(): string {
    return PRINTED;
  }

  [inspect.custom](): string {
    return PRINTED;
  }
}
