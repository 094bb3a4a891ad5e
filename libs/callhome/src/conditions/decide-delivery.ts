/** Why an occurrence is recorded and not delivered. `lapses`: the reason ends by itself, and then the delivery is due. */
export interface SuppressionFacts {
  readonly lapses: boolean;
  readonly means: string;
}

/** Every reason. Of several, the first in this order is the one that is given. */
export const SUPPRESSIONS = {
  'already-uploaded-since-boot': { lapses: false, means: 'delivered before in this boot epoch' },
  maintenance: { lapses: true, means: 'the appliance is being worked on' },
  silenced: { lapses: true, means: 'a person silenced it for a time' },
  'call-home-off': { lapses: false, means: 'Call Home is off for the appliance' },
  'sent-by-instance': { lapses: false, means: 'the instance sends it by itself' },
  'reported-by-host': { lapses: false, means: 'its host reports the cause' },
} as const satisfies Record<string, SuppressionFacts>;
export type SuppressionReason = keyof typeof SUPPRESSIONS;

/** The reasons in their order of precedence. */
export const SUPPRESSION_REASONS = Object.keys(SUPPRESSIONS) as readonly SuppressionReason[];

/** All that decides over one occurrence. Instants are milliseconds of UTC. */
export interface OccurrenceFacts {
  /**
   * True: this condition key has a delivery in this boot epoch that was not suppressed. One that was suppressed does not
   * count: nothing was sent.
   */
  readonly isDeliveredSinceBoot: boolean;
  /** From {@link maintenanceUntil}; null: no maintenance. */
  readonly maintenanceUntilMs: number | null;
  /** From {@link silencedUntil}; null: no silence. */
  readonly silencedUntilMs: number | null;
  readonly isCallHomeOff: boolean;
  readonly isSentByInstance: boolean;
  readonly isReportedByHost: boolean;
}

/** Whether an occurrence is delivered; `heldUntilMs`: when to ask again, null where the reason does not lapse. */
export type DeliveryDecision =
  | { readonly delivers: true }
  | { readonly delivers: false; readonly reason: SuppressionReason; readonly heldUntilMs: number | null };

/**
 * Decides over the delivery of one occurrence at `nowMs`. An end that is not after `nowMs` holds nothing back. While
 * both maintenance and silence hold, `heldUntilMs` is the later end.
 */
export function decideDelivery(facts: OccurrenceFacts, nowMs: number): DeliveryDecision {
  const ends = [facts.maintenanceUntilMs, facts.silencedUntilMs].flatMap((endMs) =>
    endMs !== null && endMs > nowMs ? [endMs] : [],
  );
  const holds: Readonly<Record<SuppressionReason, boolean>> = {
    'already-uploaded-since-boot': facts.isDeliveredSinceBoot,
    maintenance: facts.maintenanceUntilMs !== null && facts.maintenanceUntilMs > nowMs,
    silenced: facts.silencedUntilMs !== null && facts.silencedUntilMs > nowMs,
    'call-home-off': facts.isCallHomeOff,
    'sent-by-instance': facts.isSentByInstance,
    'reported-by-host': facts.isReportedByHost,
  };
  const reason = SUPPRESSION_REASONS.find((each) => holds[each]);
  if (reason === undefined) return { delivers: true };
  return { delivers: false, reason, heldUntilMs: SUPPRESSIONS[reason].lapses ? Math.max(...ends) : null };
}
