import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import type { FleetRequest } from '../api/fleet-request.js';
import type { PageRequest } from '../api/page-request.js';

/** What a list that owners may see is asked for: the page, the filter, and who asks. */
export interface Listing<Query> {
  page: PageRequest;
  query: Query;
  caller: Caller;
}

/** The listing that a request asks for; the filter is checked and parsed by the contract. */
export const RequestListing = createParamDecorator((_: unknown, context: ExecutionContext): Listing<unknown> => {
  const { caller, checked } = context.switchToHttp().getRequest<FleetRequest>();
  const page = checked?.page ?? null;
  if (caller === undefined || checked === undefined || page === null) throw new TypeError('this route is no list');
  return { page, query: checked.query, caller };
});
