import { checkWaves } from '../../../../libs/callhome/src/index.js';
import { ApiProblem } from '../api/api-problem.js';

/** Lets only waves pass that can be cut. `pointer`: where in the body they are. @throws {ApiProblem} validation */
export function requireWaves(waves: unknown, pointer: string): void {
  if (waves === undefined) return;
  const problems = checkWaves(waves);
  if (problems.length === 0) return;
  throw new ApiProblem('validation', {
    errors: problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` })),
  });
}
