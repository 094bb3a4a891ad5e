import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { NextFunction, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { Authentication } from '../access/authentication.js';
import { isCrossOriginWrite } from '../access/cross-origin.js';
import { isAtLeast } from '../access/roles.js';
import { ApiProblem } from '../api/api-problem.js';
import type { FleetRequest } from '../api/fleet-request.js';
import { sendProblem } from '../api/problem.filter.js';
import { problemOf } from '../api/problem-of.js';
import type { Resources } from '../resources.js';

export const BOARD_PATH = '/admin/queues';

/** The board of raw jobs, behind the sign-in of everything else: operators look, administrators act. */
export function queueBoard(resources: Resources, authentication: Authentication): RequestHandler[] {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(BOARD_PATH);
  createBullBoard({
    queues: resources.queues.all().map((queue) => new BullMQAdapter(queue)),
    // The adapter brings typings of a patch release of its own; it is the same interface.
    serverAdapter: adapter as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'],
  });
  return [
    boardPolicy,
    guardBoard(authentication),
    refuseWithoutRedis(resources),
    adapter.getRouter() as RequestHandler,
  ];
}

// The board's own pages carry an inline script and take fonts as data.
const boardPolicy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'unsafe-inline'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      frameAncestors: ["'none'"],
    },
  },
});

function guardBoard(authentication: Authentication): RequestHandler {
  return (incoming, response, next) => {
    const request = incoming as FleetRequest;
    mayPass(authentication, request).then(
      () => next(),
      (error: unknown) => refuse(request, response, error),
    );
  };
}

async function mayPass(authentication: Authentication, request: FleetRequest): Promise<void> {
  if (isCrossOriginWrite(request)) throw new ApiProblem('cross-origin');
  const caller = await authentication.callerOf(request);
  if (caller === null) throw new ApiProblem('unauthenticated');
  const least = request.method === 'GET' || request.method === 'HEAD' ? 'operator' : 'admin';
  if (!isAtLeast(caller.role, least)) throw new ApiProblem('forbidden', { detail: `This needs the role ${least}.` });
}

function refuse(request: FleetRequest, response: Response, error: unknown): void {
  const problem = problemOf(error);
  const isPage = request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
  if (problem.code === 'unauthenticated' && isPage) response.redirect(302, '/sign-in');
  else sendProblem(response, request, problem);
}

// The board would wait for Redis for ever, and the browser with it.
function refuseWithoutRedis({ redis }: Resources): RequestHandler {
  return (request, response: Response, next: NextFunction) => {
    if (redis.status === 'ready') next();
    else sendProblem(response, request as FleetRequest, new ApiProblem('queue-unavailable'));
  };
}
