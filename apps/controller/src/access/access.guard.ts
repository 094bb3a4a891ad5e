import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { ROUTES, type RouteRole } from '../../../../libs/contract/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { API_BASE, ENDPOINT, LEAST_ROLE, type EndpointFacts } from '../api/endpoint.js';
import type { FleetRequest } from '../api/fleet-request.js';
import { Authentication } from './authentication.js';
import type { Caller } from './caller.js';
import { isCrossOriginWrite } from './cross-origin.js';
import { requireOwned, type OwnedRoute } from './owner-scope.js';
import { RateLimit } from './rate-limit.js';
import { isAtLeast } from './roles.js';

/** Stands before every route: a route that names no role is shut, and one that says nothing of owners is shut to them. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly rateLimit: RateLimit,
  ) {}

  /** @throws {ApiProblem} cross-origin, rate-limited, unauthenticated, token-expired, forbidden, not-found */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FleetRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const least = this.reflector.get<RouteRole | 'anyone' | undefined>(LEAST_ROLE, context.getHandler());
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
    this.admit(caller, least, context);
    request.caller = caller;
    return true;
  }

  private admit({ role, scope }: Caller, least: RouteRole, context: ExecutionContext): void {
    if (scope !== null) {
      requireOwned(this.routeOf(context), context.switchToHttp().getRequest<FleetRequest>().params, scope);
    } else if (!isAtLeast(role, least)) {
      throw new ApiProblem('forbidden', { detail: `This needs the role ${least}; yours is ${role}.` });
    }
  }

  // A route beside the contract, such as the stream, names nothing and is closed to owners.
  private routeOf(context: ExecutionContext): OwnedRoute {
    const facts = this.reflector.get<EndpointFacts | undefined>(ENDPOINT, context.getHandler());
    return facts === undefined ? { path: '' } : ROUTES[facts.route];
  }
}
