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
  /** The ETag a change is based on. Absent: the one last read, which a refresh behind an open form moves on. */
  ifMatch?: string;
}

/** The ETag last read per path: what a change there says it was based on. */
const readEtags = new Map<string, string>();

function pathOf(route: RouteSpec, { params }: ApiInput): string {
  return BASE + route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
}

function searchOf(input: ApiInput): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  const search = query.toString();
  return search === '' ? '' : `?${search}`;
}

function headersOf(route: RouteSpec, path: string, { body, ifMatch }: ApiInput): Headers {
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  const etag = ifMatch ?? readEtags.get(path);
  if (etag !== undefined && ['PUT', 'PATCH', 'DELETE'].includes(route.method)) headers.set('if-match', etag);
  return headers;
}

/**
 * Calls one route and answers what `answer` accepts of it. The session cookie is the only credential.
 * @throws {ApiProblem} the problem's own code; `offline` - nothing answered; `unreadable` - no problem document.
 */
export async function callApi<T>(name: RouteName, answer: z.ZodType<T>, input: ApiInput = {}): Promise<T> {
  const route: RouteSpec = ROUTES[name];
  const path = pathOf(route, input);
  const response = await fetch(path + searchOf(input), {
    method: route.method,
    credentials: 'same-origin',
    headers: headersOf(route, path, input),
    body: input.body === undefined ? null : JSON.stringify(input.body),
    signal: input.signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offlineProblem();
  });
  if (!response.ok) throw await problemOf(response);
  const etag = response.headers.get('etag');
  // What a rehearsal answers with is a version that never comes to be.
  if (etag !== null && input.query?.dryRun === undefined) readEtags.set(path, etag);
  return answer.parse(response.status === 204 ? undefined : await response.json());
}
