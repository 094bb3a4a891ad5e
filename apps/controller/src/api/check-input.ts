import type { z } from 'zod';
import { ROUTES, type ProblemError, type RouteSpec } from '../../../../libs/contract/src/index.js';
import { ApiProblem } from './api-problem.js';
import type { Cursors } from './cursors.js';
import type { EndpointFacts } from './endpoint.js';
import type { CheckedInput, FleetRequest } from './fleet-request.js';
import { PageRequest } from './page-request.js';

/**
 * Checks a request against its route in the contract.
 * @throws {ApiProblem} validation, filter-unknown, cursor-invalid, media-type, if-match-required, etag-mismatch
 */
export function checkInput(facts: EndpointFacts, request: FleetRequest, cursors: Cursors): CheckedInput {
  const spec: RouteSpec = ROUTES[facts.route];
  const { dryRun, ...others } = request.query;
  const reads = spec.method === 'GET';
  const query = spec.query === undefined ? {} : checkQuery(spec.query, reads ? request.query : others);
  return {
    body: spec.body === undefined ? undefined : checkBody(spec, facts, request),
    query,
    page: 'limit' in query ? pageOf(query, scopeOf(facts, request, query), cursors) : null,
    expectedVersion: expectedVersion(spec, request),
    dryRun: !reads && isDryRun(dryRun),
  };
}

// Any other word is refused: whoever writes dryRun=1 must not find his change made.
function isDryRun(word: unknown): boolean {
  if (word === undefined || word === 'false') return false;
  if (word === 'true') return true;
  throw new ApiProblem('validation', {
    errors: [{ pointer: 'dryRun', code: 'wrong-type', detail: 'dryRun is true or false' }],
  });
}

function checkQuery(schema: z.ZodObject, query: FleetRequest['query']): Record<string, unknown> {
  const unknown = Object.keys(query).filter((name) => !Object.hasOwn(schema.shape, name));
  if (unknown.length > 0) {
    throw new ApiProblem('filter-unknown', {
      detail: `This list knows ${Object.keys(schema.shape).join(', ')}.`,
      errors: unknown.map((pointer) => ({ pointer, code: 'filter-unknown', detail: 'there is no such filter' })),
    });
  }
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error, (path) => path.join('.'));
}

function checkBody(spec: RouteSpec, facts: EndpointFacts, request: FleetRequest): unknown {
  // A Call Home file may come as it is; everything else is JSON, which is never a text by itself.
  const raw: unknown = typeof request.body === 'string' ? { file: request.body } : request.body;
  const mayBeAbsent = spec.body?.safeParse(undefined).success === true;
  if (raw === undefined && !mayBeAbsent && !request.is('json')) {
    throw new ApiProblem('media-type', { detail: 'This route takes a body of application/json.' });
  }
  const judged = facts.judge?.(raw, request.params) ?? [];
  if (judged.length > 0) throw new ApiProblem('validation', { errors: judged });
  const parsed = spec.body?.safeParse(raw);
  if (parsed === undefined) return undefined;
  if (!parsed.success) throw invalid(parsed.error, (path) => path.map((part) => `/${escaped(part)}`).join(''));
  return spec.method === 'PATCH' ? onlyGiven(parsed.data, raw) : parsed.data;
}

// A PATCH changes what it names. The schema fills in defaults for the rest, which here would overwrite what is there.
function onlyGiven(parsed: unknown, raw: unknown): unknown {
  if (!isRecord(parsed) || !isRecord(raw)) return parsed;
  return Object.fromEntries(Object.entries(parsed).filter(([key]) => Object.hasOwn(raw, key)));
}

function pageOf(query: Record<string, unknown>, scope: string, cursors: Cursors): PageRequest {
  const { limit, cursor } = query;
  const after = typeof cursor === 'string' ? cursors.open(scope, cursor) : null;
  return new PageRequest(Number(limit), after, (position) => cursors.seal(scope, position));
}

function scopeOf(facts: EndpointFacts, request: FleetRequest, query: Record<string, unknown>): string {
  const filters = Object.entries(query).filter(([name, value]) => !PAGING.has(name) && value !== undefined);
  const parameters = Object.entries(request.params);
  return JSON.stringify([facts.route, parameters.toSorted(byName), filters.toSorted(byName)]);
}

const PAGING = new Set(['limit', 'cursor']);

function expectedVersion(spec: RouteSpec, request: FleetRequest): number | null {
  if (!spec.etag || !CHANGES.has(spec.method)) return null;
  const given = request.get('if-match');
  if (given === undefined) throw new ApiProblem('if-match-required');
  const version = /^"(\d{1,9})"$/.exec(given.trim())?.[1];
  if (version === undefined) throw new ApiProblem('etag-mismatch', { detail: 'If-Match is not an ETag of ours.' });
  return Number(version);
}

const CHANGES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

function invalid(error: z.ZodError, pointer: (path: readonly PropertyKey[]) => string): ApiProblem {
  const errors: ProblemError[] = error.issues.flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : null;
    if (isMissing(issue)) return [{ pointer: pointer(issue.path), code: 'required', detail: 'this is missing' }];
    if (unknown === null) return [{ pointer: pointer(issue.path), code: codeOf(issue.code), detail: issue.message }];
    return unknown.map((key) => ({
      pointer: pointer([...issue.path, key]),
      code: 'unknown-key',
      detail: 'there is no such key',
    }));
  });
  return new ApiProblem('validation', { errors });
}

// zod tells an absent key from a wrong one only in its message.
const isMissing = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' && /received undefined$/.test(issue.message);
const codeOf = (code: string) => code.replaceAll('_', '-');
const escaped = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
