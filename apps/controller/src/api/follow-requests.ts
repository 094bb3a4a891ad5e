import type { NextFunction, RequestHandler, Response } from 'express';
import { newCorrelationId, withCorrelation, type Metrics } from '../../../../libs/telemetry/src/index.js';
import type { FleetRequest } from './fleet-request.js';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Gives every request an id, in its answer and in every log line it causes, and measures how long it takes by route. */
export function followRequests(metrics: Metrics): RequestHandler {
  const durations = metrics.histogram({
    name: 'http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labels: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
  });
  return (request, response: Response, next: NextFunction) => {
    const requestId = newCorrelationId();
    (request as FleetRequest).requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    const end = durations.startTimer();
    response.once('close', () => {
      end({ method: request.method, route: routeOf(request as FleetRequest), status: response.statusCode });
    });
    withCorrelation(requestId, next);
  };
}

// The path as it was declared: one series per route, never one per id.
function routeOf(request: FleetRequest): string {
  const route: unknown = request.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'other';
  return typeof route.path === 'string' ? route.path : 'other';
}
