import { tallyTargets, type TargetCounts } from '../../../../libs/callhome/src/index.js';
import { ROLLOUT_TARGET_STATES } from '../../../../libs/contract/src/index.js';
import type { Rollout, RolloutTarget } from '../../../../libs/contract/src/index.js';
import {
  countsIn,
  type Rollout as RolloutRow,
  type RolloutTarget as RolloutTargetRow,
  type RolloutTransition as TransitionRow,
  type WaveCount,
} from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { Named } from './plan-views.js';
import { actionsOf } from './rollout-actions.js';

/** What of a rollout stands in other rows. `counted` may be of several rollouts. */
export interface AroundRollout {
  planHash: string;
  counted: readonly (WaveCount & { rolloutId: string })[];
}

/** `counts` names every state of a target, also those that none is in. */
export function rolloutView(row: RolloutRow, { planHash, counted }: AroundRollout): Rollout {
  const mine = counted.filter(({ rolloutId }) => rolloutId === row.id);
  return {
    id: row.id,
    name: row.name,
    planId: row.planId,
    planHash,
    state: row.state,
    reason: row.reason,
    author: row.author,
    source: row.source,
    needsApproval: row.approval.map(({ code, detail }) => ({ code, detail })),
    approvedBy: row.approvedBy,
    approvedAt: isoOrNull(row.approvedAt),
    breakGlass: row.breakGlass,
    waves: row.waves.map(({ name, targets }, index) => ({ name, targets, ...progressOf(mine, index + 1) })),
    wave: row.wave,
    bakeSeconds: row.bakeSeconds,
    bakingUntil: isoOrNull(row.bakingUntil),
    gate: row.gate,
    perHost: row.perHost,
    limits: row.limits,
    createdAt: iso(row.createdAt),
    startedAt: isoOrNull(row.startedAt),
    finishedAt: isoOrNull(row.finishedAt),
    counts: everyState(countsIn(mine)),
    actions: actionsOf(row.state),
    version: row.version,
  };
}

export function rolloutTargetView(target: RolloutTargetRow & Named): RolloutTarget {
  return {
    applianceId: target.applianceId,
    applianceName: target.applianceName,
    hostName: target.hostName,
    wave: target.wave,
    state: target.state,
    step: target.step,
    cause: target.cause,
    changedKeys: target.changedKeys,
    commands: target.commands,
    sent: target.sent.map(({ command, ok, answer, at, undoing }) => ({ command, ok, answer, at, undoing })),
    peerSynced: target.peerSynced,
    leftovers: target.leftovers,
    startedAt: isoOrNull(target.startedAt),
    finishedAt: isoOrNull(target.finishedAt),
    verifiedAt: isoOrNull(target.verifiedAt),
  };
}

export function transitionView({ seq, fromState, toState, event, actor, at, reason }: TransitionRow) {
  return { seq, from: fromState, to: toState, event, actor, at: iso(at), reason };
}

function progressOf(counted: readonly WaveCount[], wave: number) {
  const { good, failed, unreachable, neither } = tallyTargets(countsIn(counted, wave));
  return { finished: good + failed + unreachable + neither, failed, unreachable };
}

function everyState(counts: TargetCounts): Rollout['counts'] {
  return Object.fromEntries(ROLLOUT_TARGET_STATES.map((state) => [state, counts[state] ?? 0])) as Rollout['counts'];
}
