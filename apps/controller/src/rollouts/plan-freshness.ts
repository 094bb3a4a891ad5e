import { Injectable } from '@nestjs/common';
import type { ProblemError } from '../../../../libs/contract/src/index.js';
import { RolloutStore, type Plan } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { PRIORITY_INPUT } from './plan-tally.js';

/** Tells whether a plan still says what would be done. */
@Injectable()
export class PlanFreshness {
  constructor(private readonly rollouts: RolloutStore) {}

  /**
   * Why the plan is out of date; null while it is fresh. An appliance that shows something else by now does not make
   * it so: each is read again before it is written, and ends as a conflict.
   */
  async staleBecause(plan: Plan): Promise<ProblemError[] | null> {
    if (plan.expiresAt <= new Date()) {
      return [{ pointer: '/expiresAt', code: 'expired', detail: 'the plan is older than a day' }];
    }
    const changed = await this.rollouts.changedInputs(plan);
    return changed.length === 0 ? null : changed.map(moved);
  }

  /** @throws {ApiProblem} plan-stale - naming what has moved. */
  async requireFresh(plan: Plan): Promise<void> {
    const stale = await this.staleBecause(plan);
    if (stale !== null) throw staleProblem(stale);
  }
}

/** What is answered where a plan no longer holds. */
export function staleProblem(errors: ProblemError[]): ApiProblem {
  return new ApiProblem('plan-stale', { detail: errors.map(({ detail }) => detail).join('; '), errors });
}

function moved(input: string): ProblemError {
  const isOrder = input.startsWith(PRIORITY_INPUT);
  const scope = isOrder ? input.slice(PRIORITY_INPUT.length) : input;
  return {
    pointer: `/inputs/${scope.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    code: isOrder ? 'priority-changed' : 'revision-changed',
    detail: `${isOrder ? `the priority of ${scope}` : scope} has changed since`,
  };
}
