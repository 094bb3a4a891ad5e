import { Injectable } from '@nestjs/common';
import { ROLLBACK_OPEN_DAYS, tallyTargets } from '../../../../libs/callhome/src/index.js';
import { countsIn, RolloutStore, type Rollout } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { requireAction } from './require-action.js';
import { actionsOf, ROLLOUT_ACTIONS, type RolloutAction } from './rollout-actions.js';
import type { Word } from './rollout-desk.js';
import { Starting } from './starting.js';

const DAY_MS = 86_400_000;

/** Actions that are no more than their event. */
export type PlainAction = Extract<RolloutAction, 'reject' | 'pause' | 'resume' | 'abort' | 'cancel'>;

/** Which targets to take back; what is absent does not narrow the choice. */
export interface RollbackChoice {
  applianceIds?: readonly string[] | undefined;
  states?: readonly ('applied' | 'failed')[] | undefined;
}

/** Steers a rollout that is on its way. Workers see what becomes of it before they begin another target. */
@Injectable()
export class RolloutControl {
  constructor(
    private readonly rollouts: RolloutStore,
    private readonly starting: Starting,
  ) {}

  /** @throws {ApiProblem} illegal-transition */
  act(row: Rollout, action: PlainAction, { by, comment }: Word): Promise<Rollout> {
    requireAction(row, action);
    return this.rollouts.move(row.id, ROLLOUT_ACTIONS[action], { actor: by, reason: reasonOf(action, by, comment) });
  }

  /**
   * Begins the next wave although the last one is still watched, or a person is asked for.
   * @throws {ApiProblem} illegal-transition - also while a wave is under way, and after the last one.
   */
  async nextWave(row: Rollout, { by, comment }: Word): Promise<Rollout> {
    requireAction(row, 'next-wave');
    const { open } = tallyTargets(countsIn(await this.rollouts.waveCounts(row.id), row.wave));
    if (open > 0) throw notNow(row, `Wave ${row.wave} is still under way.`, 'next-wave');
    if (row.wave >= row.waves.length) throw notNow(row, 'There is no further wave.', 'next-wave');
    return this.rollouts.move(row.id, 'next-wave', { actor: by, reason: comment });
  }

  /** Tries anew what did not get the change. @throws {ApiProblem} illegal-transition - also if all of it did; target-busy */
  async retryFailed(row: Rollout, { by, comment }: Word): Promise<Rollout> {
    requireAction(row, 'retry-failed');
    const {
      failed = 0,
      unreachable = 0,
      conflict = 0,
      skipped = 0,
      ...others
    } = countsIn(await this.rollouts.waveCounts(row.id));
    if (failed + unreachable + conflict + skipped + (others['not-started'] ?? 0) === 0) {
      throw notNow(row, 'Nothing failed, was left out or was not started.', 'retry-failed');
    }
    return this.starting.move(row, 'retry-failed', { actor: by, reason: comment });
  }

  /** Gives targets back what they had. @throws {ApiProblem} illegal-transition - also when its end is too long ago; target-busy */
  rollBack(row: Rollout, choice: RollbackChoice, { by, comment }: Word): Promise<Rollout> {
    requireAction(row, 'rollback');
    if (row.finishedAt !== null && Date.now() - row.finishedAt.getTime() > ROLLBACK_OPEN_DAYS * DAY_MS) {
      throw notNow(row, `It ended more than ${ROLLBACK_OPEN_DAYS} days ago.`, 'rollback');
    }
    const rollback = { applianceIds: choice.applianceIds ?? null, states: choice.states ?? null };
    return this.starting.move(row, 'roll-back', { actor: by, reason: comment, more: { rollback } });
  }
}

/** What a rollout says of itself from then on; `aborted` is a word that people look for. */
function reasonOf(action: PlainAction, by: string, comment: string | null): string | null {
  if (action === 'abort') return comment === null ? 'aborted' : `aborted: ${comment}`;
  if (action === 'pause') return comment === null ? `paused by ${by}` : `paused by ${by}: ${comment}`;
  return comment;
}

function notNow(row: Rollout, detail: string, action: RolloutAction): ApiProblem {
  return new ApiProblem('illegal-transition', {
    detail,
    allowed: actionsOf(row.state).filter((other) => other !== action),
  });
}
