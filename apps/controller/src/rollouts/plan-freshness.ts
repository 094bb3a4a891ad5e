import { Injectable } from '@nestjs/common';
import { RolloutStore, type Plan } from '../../../../libs/persistence/src/index.js';
import type { ProblemError } from '../../../../libs/contract/src/index.js';

/** Tells whether a plan still says what would be done. */
@Injectable()
export class PlanFreshness {
  constructor(private readonly rollouts: RolloutStore) {}

  /** Why the plan is out of date; null while it is fresh. */
  async staleBecause(plan: Plan): Promise<ProblemError[] | null> {
    if (plan.expiresAt <= new Date()) {
      return [{ pointer: '/expiresAt', code: 'expired', detail: 'the plan is older than a day' }];
    }
    const scopes = await this.rollouts.changedInputs(plan);
    if (scopes.length === 0) return null;
    return scopes.map((scope) => ({
      pointer: `/inputs/${scope}`,
      code: 'revision-changed',
      detail: `${scope} has changed since`,
    }));
  }
}
