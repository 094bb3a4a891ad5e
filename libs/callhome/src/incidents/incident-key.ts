import type { ConditionCode } from '../conditions/condition-table.js';

/** Where a condition occurred. */
export interface OccurredAt {
  readonly applianceId: string;
  readonly code: ConditionCode;
  /** The SDX host that the appliance is, or runs on; null: it stands alone. */
  readonly hostId: string | null;
}

export type IncidentKind = 'single' | 'host-fault' | 'storm';

/** What instances see of hardware that belongs to their host: its chips and its drives. */
const SEEN_BY_INSTANCES: ReadonlySet<ConditionCode> = new Set([
  'ssl-card-failure',
  'hard-disk-error',
  'power-supply-failure',
]);

/**
 * Names the incident that a condition belongs to: of one cause at one host there is one open incident, whichever of the
 * host and its instances is heard of first. The same condition always has the same name.
 */
export function incidentKey({ applianceId, code, hostId }: OccurredAt): { kind: IncidentKind; key: string } {
  return hostId !== null && SEEN_BY_INSTANCES.has(code)
    ? { kind: 'host-fault', key: `host|${hostId}|${code}` }
    : { kind: 'single', key: `appliance|${applianceId}|${code}` };
}

/** Names the incident that takes all new conditions of a site while it has a storm. */
export function stormKey(site: string): string {
  return `storm|${site}`;
}
