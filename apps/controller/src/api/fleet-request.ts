import type { Request } from 'express';
import type { Caller } from '../access/caller.js';
import type { PageRequest } from './page-request.js';

/** What has been found out about a request on its way to its route. */
export interface FleetRequest extends Request {
  requestId: string;
  /** Set by the access guard; absent where nobody has signed in. */
  caller?: Caller;
  /** Set once the request has been checked against its entry in ROUTES. */
  checked?: CheckedInput;
}

export interface CheckedInput {
  body: unknown;
  query: unknown;
  page: PageRequest | null;
  /** The version that If-Match names; null where the route needs none. */
  expectedVersion: number | null;
  /** True where the change is only to be tried: what is written is taken back before the answer goes out. */
  dryRun: boolean;
}
