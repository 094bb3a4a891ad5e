import {
  approvalReasons,
  cutWaves,
  defaultWaves,
  type ApprovalReason,
  type PlanFacts,
  type WavePlan,
} from '../../../../libs/callhome/src/index.js';
import type { Plan, PlanTarget } from '../../../../libs/contract/src/index.js';
import type { Plan as PlanRow, PlanTarget as PlanTargetRow, Policies } from '../../../../libs/persistence/src/index.js';
import { iso } from '../api/iso.js';

/** Whom a list of targets names. */
export interface Named {
  applianceName: string;
  hostName: string | null;
}

export function planView(plan: PlanRow, fresh: boolean, policies: Policies): Plan {
  const { id, hash, selector, keys, createdBy, createdAt, expiresAt, summary } = plan;
  return {
    id,
    hash,
    selector: { scope: selector.scope, applianceIds: selector.applianceIds?.length ?? null },
    keys,
    createdBy,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    fresh,
    summary,
    needsApproval: reasonsFor(plan, policies).map((reason) => ({ ...reason })),
    waves: wavesFor(summary.change, policies.rollout.waves),
  };
}

export function planTargetView(target: PlanTargetRow & Named): PlanTarget {
  const { applianceId, applianceName, hostName, outcome, reason, changes, commands, undo, removals, warnings } = target;
  return { applianceId, applianceName, hostName, outcome, reason, changes, commands, undo, removals, warnings };
}

/** Why a rollout of a plan needs another person, by the policy that holds now; empty: nobody. */
export function reasonsFor(plan: PlanRow, { approval }: Policies): readonly ApprovalReason[] {
  return approvalReasons(factsOf(plan), approval);
}

/** The waves of so many targets, by the waves that are asked for; null: those of the product. */
export function wavesFor(changing: number, wished: WavePlan | null): { name: string | null; targets: number }[] {
  const plan = wished ?? defaultWaves(changing);
  return cutWaves(changing, plan).map((targets, index) => ({ name: plan[index]?.name ?? null, targets }));
}

// A plan of before there were policies kept no more than its figures.
function factsOf({ approval, summary }: PlanRow): PlanFacts {
  if ('changing' in approval) return approval;
  return { changing: summary.change, keysChanged: [], disables: 0, destinationChanged: false };
}
