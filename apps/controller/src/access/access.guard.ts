import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import type { Role } from '../../../../libs/contract/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { API_BASE, LEAST_ROLE } from '../api/endpoint.js';
import type { FleetRequest } from '../api/fleet-request.js';
import { Authentication } from './authentication.js';
import { isCrossOriginWrite } from './cross-origin.js';
import { RateLimit } from './rate-limit.js';
import { isAtLeast } from './roles.js';

/** Stands before every route: a route that names no role is shut. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly rateLimit: RateLimit,
  ) {}

  /** @throws {ApiProblem} cross-origin, rate-limited, unauthenticated, token-expired, forbidden */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FleetRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const least = this.reflector.get<Role | 'anyone' | undefined>(LEAST_ROLE, context.getHandler());
    if (least === undefined) throw new ApiProblem('forbidden');
    if (isCrossOriginWrite(request)) throw new ApiProblem('cross-origin');

    const address = request.ip ?? 'unknown';
    if (least === 'anyone') {
      // Probes are asked as often as whoever runs the process likes.
      if (request.path.startsWith(`/${API_BASE}/`)) this.rateLimit.count(`open ${address}`, response);
      return true;
    }
    // Before the lookup: guessing costs the guesser's address its requests, and then costs us nothing more.
    const guesses = `unknown ${address}`;
    this.rateLimit.refuseSpent(guesses);
    const caller = await this.authentication.callerOf(request);
    this.rateLimit.count(caller === null ? guesses : `credential ${caller.credentialHash}`, response);
    if (caller === null) throw new ApiProblem('unauthenticated');
    if (!isAtLeast(caller.role, least)) {
      throw new ApiProblem('forbidden', { detail: `This needs the role ${least}; yours is ${caller.role}.` });
    }
    request.caller = caller;
    return true;
  }
}
