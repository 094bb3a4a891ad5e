import { Injectable } from '@nestjs/common';
import type { RolloutEvent } from '../../../../libs/callhome/src/index.js';
import { Database, RolloutStore, type Rollout, type RolloutMove } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';

/** Events after which workers write to appliances that they left alone until then. */
export type StartingEvent = Extract<RolloutEvent, 'start' | 'approve' | 'retry-failed' | 'roll-back'>;

const NAMED = 20;

/** Lets rollouts begin, so that no appliance is in two of them at a time. */
@Injectable()
export class Starting {
  constructor(
    private readonly rollouts: RolloutStore,
    private readonly database: Database,
  ) {}

  /**
   * Moves a rollout to where it writes. Two that want the same appliance at the same moment are let in one by one.
   * @throws {ApiProblem} target-busy - naming the appliances and the other rollouts; plan-stale - it has another plan than
   * `row` by now. Nothing is moved then.
   */
  move(row: Rollout, event: StartingEvent, how: RolloutMove): Promise<Rollout> {
    return this.database.together(async () => {
      await this.rollouts.holdStarts();
      const moved = await this.rollouts.move(row.id, event, how);
      // What was looked at is what runs: between the two it may have been rejected and planned anew.
      if (moved.planId !== row.planId) throw new ApiProblem('plan-stale', { detail: 'It was planned anew meanwhile.' });
      const busy = await this.rollouts.busyTargets(row.id, NAMED);
      if (busy.length === 0) return moved;
      const others = [...new Set(busy.map(({ rolloutName, rolloutId }) => `${rolloutName} (${rolloutId})`))];
      throw new ApiProblem('target-busy', {
        detail: `Appliances of it are in ${others.join(', ')}, which is not over.`,
        errors: busy.map(({ applianceId, rolloutId }) => {
          return { pointer: `/targets/${applianceId}`, code: 'target-busy', detail: `it is in ${rolloutId}` };
        }),
      });
    });
  }
}
