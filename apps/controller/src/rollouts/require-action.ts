import type { Rollout } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { actionsOf, type RolloutAction } from './rollout-actions.js';

/** Lets only an action pass that the rollout allows now. @throws {ApiProblem} illegal-transition - naming those. */
export function requireAction({ state }: Pick<Rollout, 'state'>, action: RolloutAction): void {
  const allowed = actionsOf(state);
  if (allowed.includes(action)) return;
  const may = allowed.length === 0 ? 'Nothing can be done with it any more.' : `It allows ${allowed.join(', ')}.`;
  throw new ApiProblem('illegal-transition', {
    detail: `The rollout is ${state}, which does not allow ${action}. ${may}`,
    allowed,
  });
}
