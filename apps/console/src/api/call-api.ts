import type { z } from 'zod';
import { ROUTES, type RouteName, type RouteSpec } from '../../../../libs/contract/src/index.js';
import { offlineProblem, problemOf } from './api-problem.js';

const BASE = '/api/v1';

/** What goes into one request. Path parameters are encoded here; undefined query values are left out. */
export interface ApiInput {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** The ETag last read per address: what a change of that address says it was based on. */
const readEtags = new Map<string, string>();

function addressOf(route: RouteSpec, input: ApiInput): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  const search = query.toString();
  return BASE + path + (search === '' ? '' : `?${search}`);
}

function headersOf(route: RouteSpec, address: string, body: unknown): Headers {
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  const etag = readEtags.get(address);
  if (etag !== undefined && ['PUT', 'PATCH', 'DELETE'].includes(route.method)) headers.set('if-match', etag);
  return headers;
}

/**
 * Calls one route and answers what `answer` accepts of it. The session cookie is the only credential.
 * @throws {ApiProblem} the problem's own code; `offline` - nothing answered; `unreadable` - no problem document.
 */
export async function callApi<T>(name: RouteName, answer: z.ZodType<T>, input: ApiInput = {}): Promise<T> {
  const route: RouteSpec = ROUTES[name];
  const address = addressOf(route, input);
  const response = await fetch(address, {
    method: route.method,
    credentials: 'same-origin',
    headers: headersOf(route, address, input.body),
    body: input.body === undefined ? null : JSON.stringify(input.body),
    signal: input.signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offlineProblem();
  });
  if (!response.ok) throw await problemOf(response);
  const etag = response.headers.get('etag');
  if (etag !== null) readEtags.set(address, etag);
  return answer.parse(response.status === 204 ? undefined : await response.json());
}
