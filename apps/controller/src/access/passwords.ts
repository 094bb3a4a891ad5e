import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

// OWASP's figures for argon2id: 19 MiB, two passes, one lane. Argon2id is the library's default.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password for storage. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Checks passwords in the same time whether there is such an account or not. */
@Injectable()
export class Passwords {
  private readonly nobody = hashPassword('no account has this password');

  /** `stored` null: no such account; as much work is done, and the answer is no. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const right = await verify(stored ?? (await this.nobody), password);
    return right && stored !== null;
  }
}
