import type { ConditionMemory } from './advance-condition.js';
import { SUPPRESSIONS, decideDelivery } from './decide-delivery.js';
import type { DeliveryDecision, OccurrenceFacts, SuppressionReason } from './decide-delivery.js';

/** A suppressed delivery that may have become due, and what has become of its condition and its appliance. */
export interface HeldDelivery {
  /** Why it was suppressed. */
  readonly reason: SuppressionReason;
  /** The boot epoch of the occurrence that was suppressed. */
  readonly epochId: string;
  readonly condition: Pick<ConditionMemory, 'state' | 'lastEpochId'>;
  /** The boot epoch that the appliance is in now. */
  readonly currentEpochId: string;
}

/**
 * Decides over a delivery that maintenance or silence held back. Null: it is never due any more, because it was held
 * for another reason, the condition is not active, or the appliance has restarted, whose new epoch has an occurrence of
 * its own.
 *
 * When the hold has ended and the condition is still active in the same epoch it is due then, once: with
 * `isDeliveredSinceBoot` true from its delivery on, every later call says `already-uploaded-since-boot`. Another reason
 * may have taken the place of the hold; the decision then names that one.
 */
export function dueAfterHold(held: HeldDelivery, facts: OccurrenceFacts, nowMs: number): DeliveryDecision | null {
  const { reason, epochId, condition, currentEpochId } = held;
  const isSameRun = epochId === currentEpochId && condition.lastEpochId === epochId;
  if (!SUPPRESSIONS[reason].lapses || condition.state !== 'active' || !isSameRun) return null;
  return decideDelivery(facts, nowMs);
}
