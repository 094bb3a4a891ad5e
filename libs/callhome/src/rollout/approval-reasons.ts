import { SETTING_KEYS } from '../settings/setting.js';
import type { SettingKey } from '../settings/setting.js';

/** When another person has to approve a rollout. */
export interface ApprovalPolicy {
  /** More changing targets than this; null: never for their number. */
  readonly overTargets: number | null;
  /** It changes a setting that a layer holds locked. */
  readonly lockedKeys: boolean;
  /** It switches Call Home off somewhere. */
  readonly disabling: boolean;
  /** It changes where this controller uploads to. */
  readonly destinationChange: boolean;
}

export const DEFAULT_APPROVAL_POLICY = {
  overTargets: 50,
  lockedKeys: true,
  disabling: true,
  destinationChange: true,
} as const satisfies ApprovalPolicy;

/** What of a plan decides whether it needs another person. */
export interface PlanFacts {
  /** Targets that would change. */
  readonly changing: number;
  /** Each key that changes somewhere, once per scope that its new value comes from. */
  readonly keysChanged: readonly { readonly key: SettingKey; readonly source: string; readonly locked: boolean }[];
  /** Targets on which Call Home would be switched off. */
  readonly disables: number;
  readonly destinationChanged: boolean;
}

/** `asked`: no policy wants it; whoever ordered the rollout does. */
export type ApprovalReasonCode =
  `targets>${number}` | `locked:${SettingKey}` | 'disables-call-home' | 'destination' | 'asked';

/** Why a rollout needs another person, for a program and for a reader. */
export interface ApprovalReason {
  readonly code: ApprovalReasonCode;
  readonly detail: string;
}

/** Returns every reason for which a plan needs the approval of another person, in a fixed order; empty: nobody has to. */
export function approvalReasons(facts: PlanFacts, policy: ApprovalPolicy): readonly ApprovalReason[] {
  const reasons: ApprovalReason[] = [];
  const { overTargets } = policy;
  if (overTargets !== null && facts.changing > overTargets) {
    const detail = `It changes ${appliances(facts.changing)}; more than ${overTargets} need approval.`;
    reasons.push({ code: `targets>${overTargets}`, detail });
  }
  if (policy.lockedKeys) reasons.push(...lockedReasons(facts));
  if (policy.disabling && facts.disables > 0) {
    reasons.push({
      code: 'disables-call-home',
      detail: `It switches Call Home off on ${appliances(facts.disables)}.`,
    });
  }
  if (policy.destinationChange && facts.destinationChanged) {
    reasons.push({ code: 'destination', detail: 'It changes where this controller uploads to.' });
  }
  return reasons;
}

/** False for the author of a rollout: nobody approves what he wrote. Both are ids of accounts. */
export function mayApprove({ author, approver }: { readonly author: string; readonly approver: string }): boolean {
  return author !== approver;
}

function lockedReasons({ keysChanged }: PlanFacts): ApprovalReason[] {
  const locked = keysChanged.filter((changed) => changed.locked);
  return SETTING_KEYS.flatMap((key) => {
    const sources = new Set(locked.filter((changed) => changed.key === key).map(({ source }) => source));
    if (sources.size === 0) return [];
    const from = [...sources].toSorted().join(', ');
    return [{ code: `locked:${key}` as const, detail: `It changes ${key}, which is locked; the value is of ${from}.` }];
  });
}

function appliances(count: number): string {
  return count === 1 ? '1 appliance' : `${count} appliances`;
}
