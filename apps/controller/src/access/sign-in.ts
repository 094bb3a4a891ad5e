import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccessStore } from '../../../../libs/persistence/src/index.js';
import type { Me } from '../../../../libs/contract/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { credentialHash } from './api-token.js';
import { meView } from './me-view.js';
import { Passwords } from './passwords.js';
import { RateLimit } from './rate-limit.js';

const SESSION_HOURS = 12;
const HOUR_MS = 3_600_000;
const FAILURES_TO_LOCK = 10;
const LOCK_MINUTES = 15;
const COOKIE_BYTES = 32;

/** A session that has just begun; `value` is the cookie, known nowhere else. */
export interface NewSession {
  me: Me;
  value: string;
  ends: Date;
}

/** Signs people in by name and password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly access: AccessStore,
    private readonly passwords: Passwords,
    private readonly rateLimit: RateLimit,
  ) {}

  /**
   * Begins a session. A wrong name, a wrong password, a locked and a disabled account look the same to whoever tries.
   * @throws {ApiProblem} unauthenticated, rate-limited
   */
  async begin(given: { username: string; password: string }, address: string): Promise<NewSession> {
    this.rateLimit.countSignIn(address);
    const account = await this.access.account(given.username);
    const right = await this.passwords.matches(account?.passwordHash ?? null, given.password);
    const locked = account?.lockedUntil != null && account.lockedUntil > new Date();
    if (account === null || !right || locked || account.disabledAt !== null) {
      if (account !== null && !right && !locked) {
        await this.access.signInFailed(account.id, FAILURES_TO_LOCK, LOCK_MINUTES);
      }
      throw new ApiProblem('unauthenticated', {
        detail: 'The name or the password is wrong.',
        help: `After ${FAILURES_TO_LOCK} wrong passwords an account is locked for ${LOCK_MINUTES} minutes.`,
      });
    }
    const value = randomBytes(COOKIE_BYTES).toString('base64url');
    const ends = new Date(Date.now() + SESSION_HOURS * HOUR_MS);
    await this.access.openSession(account.id, credentialHash(value), ends);
    return { me: meView({ ...account, via: 'session', expiresAt: ends }), value, ends };
  }
}
