import type { ConditionCode } from './condition-table.js';

/** What makes an occurrence one and the same. */
export interface OccurrenceKey {
  readonly applianceId: string;
  readonly code: ConditionCode;
  readonly component: string;
  readonly epochId: string;
}

/**
 * Returns the text under which the database keeps at most one delivery: one condition of one component in one boot
 * epoch. Two different occurrences never have the same text, whatever a component is called.
 */
export function conditionDedupeKey({ applianceId, code, component, epochId }: OccurrenceKey): string {
  return ['condition', applianceId, code, component, epochId].map(escapeSeparator).join('|');
}

function escapeSeparator(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('|', '%7C');
}
