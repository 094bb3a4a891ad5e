import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ApiProblem } from '../api/api-problem.js';
import { FixedWindow, type Taken } from './fixed-window.js';

const MINUTE_MS = 60_000;
const REQUESTS_PER_MINUTE = 600;
const SIGN_INS_PER_MINUTE = 30;

/** How often one caller may ask, and one address may try to sign in. Counted in this process. */
@Injectable()
export class RateLimit {
  private readonly requests = new FixedWindow(REQUESTS_PER_MINUTE, MINUTE_MS);
  private readonly signIns = new FixedWindow(SIGN_INS_PER_MINUTE, MINUTE_MS);

  /** Counts a request of a caller or an address, and says in the answer what is left. @throws {ApiProblem} rate-limited */
  count(key: string, response: Response): void {
    const taken = this.requests.take(key, Date.now());
    response.setHeader('RateLimit-Policy', `"requests";q=${taken.limit};w=${MINUTE_MS / 1000}`);
    response.setHeader('RateLimit', `"requests";r=${taken.remaining};t=${taken.resetSeconds}`);
    if (!taken.allowed) throw tooMany(taken);
  }

  /** Refuses an address that has used up its requests, before anything is looked up. @throws {ApiProblem} rate-limited */
  refuseSpent(key: string): void {
    const nowMs = Date.now();
    if (this.requests.isSpent(key, nowMs)) throw tooMany(this.requests.take(key, nowMs));
  }

  /** Counts an attempt to sign in from an address. @throws {ApiProblem} rate-limited */
  countSignIn(address: string): void {
    const taken = this.signIns.take(address, Date.now());
    if (!taken.allowed) throw tooMany(taken);
  }
}

function tooMany({ limit, resetSeconds }: Taken): ApiProblem {
  return new ApiProblem('rate-limited', {
    detail: `More than ${limit} in a minute.`,
    headers: { 'Retry-After': String(resetSeconds) },
  });
}
