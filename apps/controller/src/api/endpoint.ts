import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import {
  ROUTES,
  type ProblemError,
  type RouteName,
  type RouteRole,
  type RouteSpec,
} from '../../../../libs/contract/src/index.js';

export const API_BASE = 'api/v1';
export const ENDPOINT = 'sdx:endpoint';
export const LEAST_ROLE = 'sdx:least-role';

/** What the path of a request names, by the words of the route. */
export type PathParameters = Readonly<Record<string, string | string[] | undefined>>;

/** What is set down about the handler of a route of the contract. */
export interface EndpointFacts {
  route: RouteName;
  /** Judges the raw body before its shape is checked; what it finds is answered in place of the shape's complaints. */
  judge: ((body: unknown, parameters: PathParameters) => ProblemError[]) | null;
}

type Spec<Name extends RouteName> = (typeof ROUTES)[Name];
/** The body of a route, as the contract parses it. */
export type BodyOf<Name extends RouteName> =
  Spec<Name> extends { body: infer S extends z.ZodType } ? z.output<S> : never;
/** The query of a route, as the contract parses it. */
export type QueryOf<Name extends RouteName> =
  Spec<Name> extends { query: infer S extends z.ZodType } ? z.output<S> : never;

/**
 * Serves a route of the contract: method, path, status, least role and the shapes of body and query are those of
 * ROUTES, so that nothing can be served that the contract does not describe.
 */
export function Endpoint(route: RouteName, judge: EndpointFacts['judge'] = null): MethodDecorator {
  const spec: RouteSpec = ROUTES[route];
  const facts: EndpointFacts = { route, judge };
  return applyDecorators(
    RequestMapping({ method: RequestMethod[spec.method], path: `${API_BASE}${nestPath(spec.path)}` }),
    HttpCode(spec.status),
    SetMetadata(ENDPOINT, facts),
    SetMetadata(LEAST_ROLE, spec.role),
  );
}

/** Opens a route that is not part of the contract (probes, the stream) to a role, or to anyone; never to owners. */
export function LeastRole(role: RouteRole | 'anyone'): MethodDecorator {
  return SetMetadata(LEAST_ROLE, role);
}

/** A path of the contract in Nest's words: `{id}` is `:id`. */
export function nestPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
