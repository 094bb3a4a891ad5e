import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { PROBLEMS, type Problem } from '../../../../libs/contract/src/index.js';
import { Resources } from '../resources.js';
import type { ApiProblem } from './api-problem.js';
import type { FleetRequest } from './fleet-request.js';
import { problemOf } from './problem-of.js';

/** Answers every error as a problem document; only what is unexpected is logged, and only the log says what it was. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly resources: Resources) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FleetRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error);
    const { requestId } = request;
    if (problem.code === 'internal') {
      this.resources.logger.error({ cause: described(problem.cause ?? problem), requestId }, 'request failed');
    }
    sendProblem(response, request, problem);
  }
}

/** Sends a problem document; a stream that has begun is only ended. */
export function sendProblem(response: Response, request: FleetRequest, problem: ApiProblem): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const { status } = PROBLEMS[problem.code];
  for (const [name, value] of Object.entries(problem.more.headers ?? {})) response.setHeader(name, value);
  if (problem.more.etag !== undefined) response.setHeader('ETag', problem.more.etag);
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.status(status).setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(documentOf(problem, request)));
}

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([412, 429, 503]);
const RETRYABLE_CODE: ReadonlySet<string> = new Set(['plan-stale', 'target-busy']);

function documentOf(problem: ApiProblem, request: FleetRequest): Problem {
  const { code, more } = problem;
  const { status, title, help } = PROBLEMS[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: more.detail ?? title,
    instance: request.originalUrl.split('?', 1)[0] ?? '/',
    code,
    requestId: request.requestId,
    ...(more.errors && { errors: more.errors }),
    ...(more.allowed && { allowed: more.allowed }),
    ...(more.etag !== undefined && { etag: more.etag }),
    ...(more.changedKeys && { changedKeys: [...more.changedKeys] }),
    retryable: RETRYABLE_STATUS.has(status) || RETRYABLE_CODE.has(code),
    help: more.help ?? help,
  };
}

// Not the error itself: that of a query carries its parameters, hashes of passwords among them.
function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  return { type: error.name, message: error.message, stack: error.stack };
}
