import { ROLLOUT_TARGET_STATES } from '../../../../libs/contract/src/index.js';
import type { Plan, PlanTarget, Rollout, RolloutTarget } from '../../../../libs/contract/src/index.js';
import type {
  Plan as PlanRow,
  PlanTarget as PlanTargetRow,
  Rollout as RolloutRow,
  RolloutTarget as RolloutTargetRow,
  RolloutTargetState,
} from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';

interface Named {
  applianceName: string;
}

export function planView(plan: PlanRow, fresh: boolean): Plan {
  return {
    id: plan.id,
    hash: plan.hash,
    createdBy: plan.createdBy,
    createdAt: iso(plan.createdAt),
    expiresAt: iso(plan.expiresAt),
    fresh,
    summary: plan.summary,
  };
}

export function planTargetView(target: PlanTargetRow & Named): PlanTarget {
  const { applianceId, applianceName, outcome, reason, changes, commands, undo, removals, warnings } = target;
  return { applianceId, applianceName, outcome, reason, changes, commands, undo, removals, warnings };
}

/** `counts` names every state of a target, also those that none is in. */
export function rolloutView(
  rollout: RolloutRow,
  counted: readonly { rolloutId: string; state: RolloutTargetState; count: number }[],
): Rollout {
  const mine = new Map(counted.filter((row) => row.rolloutId === rollout.id).map((row) => [row.state, row.count]));
  return {
    id: rollout.id,
    planId: rollout.planId,
    state: rollout.state,
    author: rollout.author,
    startedAt: iso(rollout.startedAt),
    finishedAt: isoOrNull(rollout.finishedAt),
    counts: Object.fromEntries(
      ROLLOUT_TARGET_STATES.map((state) => [state, mine.get(state) ?? 0]),
    ) as Rollout['counts'],
  };
}

export function rolloutTargetView(target: RolloutTargetRow & Named): RolloutTarget {
  const { applianceId, applianceName, state, step, cause, changedKeys, commands, verifiedAt } = target;
  return { applianceId, applianceName, state, step, cause, changedKeys, commands, verifiedAt: isoOrNull(verifiedAt) };
}
