import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { from, lastValueFrom, map, type Observable } from 'rxjs';
import { ROUTES, type RouteSpec } from '../../../../libs/contract/src/index.js';
import { Resources } from '../resources.js';
import { checkInput } from './check-input.js';
import { Cursors } from './cursors.js';
import { API_BASE, ENDPOINT, type EndpointFacts } from './endpoint.js';
import type { FleetRequest } from './fleet-request.js';

const COLLECTION_OF: Readonly<Record<string, string>> = {
  app: 'appliances',
  crd: 'credentials',
  dlv: 'deliveries',
  dst: 'destinations',
  exc: 'exceptions',
  op: 'operations',
  pln: 'plans',
  rol: 'rollouts',
};
const WORK_SECONDS = '1';

/** Checks what comes in against the contract, and gives answers the headers that the contract promises. */
@Injectable()
export class ContractInterceptor implements NestInterceptor {
  private readonly cursors: Cursors;

  constructor(
    private readonly reflector: Reflector,
    private readonly resources: Resources,
  ) {
    this.cursors = new Cursors(resources.cursorKey);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const facts = this.reflector.get<EndpointFacts | undefined>(ENDPOINT, context.getHandler());
    if (facts === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FleetRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    request.checked = checkInput(facts, request, this.cursors);
    response.setHeader('Cache-Control', 'no-store');
    const spec: RouteSpec = ROUTES[facts.route];
    if (request.checked.dryRun) {
      response.setHeader('Dry-Run', 'true');
      return from(this.resources.database.rehearse(() => lastValueFrom(next.handle(), { defaultValue: undefined })));
    }
    return next.handle().pipe(
      map((answer: unknown) => {
        setHeaders(spec, request, { response, answer });
        return answer;
      }),
    );
  }
}

function setHeaders(
  spec: RouteSpec,
  request: FleetRequest,
  { response, answer }: { response: Response; answer: unknown },
): void {
  if (typeof answer !== 'object' || answer === null) return;
  const version = spec.etag && versionOf(answer);
  if (typeof version === 'number') response.setHeader('ETag', `"${version}"`);
  const next = 'page' in answer ? nextOf(answer.page) : null;
  if (next !== null) response.setHeader('Link', `<${pageUrl(request, next)}>; rel="next"`);
  if ((spec.status === 201 || spec.status === 202) && 'id' in answer) setLocation(response, String(answer.id));
  if (spec.status === 202) response.setHeader('Retry-After', WORK_SECONDS);
}

function versionOf(answer: object): unknown {
  if ('version' in answer) return answer.version;
  return 'revision' in answer ? answer.revision : null;
}

function nextOf(page: unknown): string | null {
  if (typeof page !== 'object' || page === null || !('next' in page)) return null;
  return typeof page.next === 'string' ? page.next : null;
}

function pageUrl(request: FleetRequest, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://controller');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

function setLocation(response: Response, id: string): void {
  const collection = COLLECTION_OF[id.slice(0, id.indexOf('_'))];
  if (collection !== undefined) response.setHeader('Location', `/${API_BASE}/${collection}/${id}`);
}
