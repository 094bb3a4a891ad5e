import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isWithin } from '../../../../libs/contract/src/index.js';
import { AccessStore, type Caller as Credential } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { credentialHash, isApiToken } from './api-token.js';
import type { Caller } from './caller.js';
import { ownerScope } from './owner-scope.js';
import { sessionCookieOf } from './session-cookie.js';

export const SESSION_IDLE_MINUTES = 60;

/** Finds out who a request comes from. */
@Injectable()
export class Authentication {
  constructor(private readonly access: AccessStore) {}

  /**
   * The caller behind a bearer token or a session cookie; a token goes first. Null: nobody we know.
   * @throws {ApiProblem} token-expired
   */
  async callerOf(request: Request): Promise<Caller | null> {
    const bearer = bearerOf(request);
    if (bearer !== null) return this.byToken(bearer);
    const cookie = sessionCookieOf(request);
    if (cookie === null) return null;
    const hash = credentialHash(cookie);
    const caller = await this.access.bySession(hash, SESSION_IDLE_MINUTES);
    return caller && this.withScope(caller, { via: 'session', credentialHash: hash });
  }

  private async byToken(token: string): Promise<Caller | null> {
    if (!isApiToken(token)) return null;
    const hash = credentialHash(token);
    const caller = await this.access.byToken(hash);
    // Such tokens end with the right they go by; this is for one that was made in the same moment.
    if (caller === null || !isWithin(caller.role, caller.accountRole)) return null;
    if (caller.expiresAt <= new Date()) throw new ApiProblem('token-expired');
    return this.withScope(caller, { via: 'token', credentialHash: hash });
  }

  private async withScope(
    { accountId, username, role, scopes, expiresAt }: Credential,
    how: Pick<Caller, 'via' | 'credentialHash'>,
  ): Promise<Caller> {
    const scope = role === 'owner' ? ownerScope(await this.access.appliancesWithin(scopes)) : null;
    return { accountId, username, role, scopes, scope, expiresAt, ...how };
  }
}

function bearerOf(request: Request): string | null {
  return /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? null;
}
