import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import type { CheckedInput, FleetRequest } from './fleet-request.js';
import type { PageRequest } from './page-request.js';

/** The body, checked and parsed by the contract. */
export const RequestBody = createParamDecorator(
  (_: unknown, context: ExecutionContext): unknown => checked(context).body,
);

/** The query, checked and parsed by the contract; filters only, see RequestPage for the rest. */
export const RequestQuery = createParamDecorator(
  (_: unknown, context: ExecutionContext): unknown => checked(context).query,
);

/** The page that a list is asked for. */
export const RequestPage = createParamDecorator((_: unknown, context: ExecutionContext): PageRequest => {
  const { page } = checked(context);
  if (page === null) throw new TypeError('this route has no pages');
  return page;
});

/** The version that the caller has read and wants to change. */
export const ExpectedVersion = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const { expectedVersion } = checked(context);
  if (expectedVersion === null) throw new TypeError('this route has no version');
  return expectedVersion;
});

/** A change that somebody wants to make to the version he has read. */
export interface Edit {
  version: number;
  by: string;
}

/** The version to be changed, and who changes it. */
export const RequestEdit = createParamDecorator((_: unknown, context: ExecutionContext): Edit => {
  const { caller } = context.switchToHttp().getRequest<FleetRequest>();
  const { expectedVersion } = checked(context);
  if (caller === undefined || expectedVersion === null) throw new TypeError('this route edits nothing');
  return { version: expectedVersion, by: caller.username };
});

/** Who asks. */
export const RequestCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FleetRequest>();
  if (caller === undefined) throw new TypeError('this route is open to anyone');
  return caller;
});

function checked(context: ExecutionContext): CheckedInput {
  const { checked: input } = context.switchToHttp().getRequest<FleetRequest>();
  if (input === undefined) throw new TypeError('this route is not an endpoint of the contract');
  return input;
}
