import { ApiProblem } from './api-problem.js';

/** Gives what was found. @throws {ApiProblem} not-found - it is null or undefined. */
export function found<T>(what: T | null | undefined): T {
  if (what === null || what === undefined) throw new ApiProblem('not-found');
  return what;
}
