import type { ConditionCode } from './condition-table.js';

/** A number of an appliance's statistics that means a condition, and how far that can be relied on. */
export interface StatisticThreshold {
  readonly code: ConditionCode;
  /** The label as the appliance prints it. */
  readonly label: string;
  /** In percent, 0 to 100. Active at or above it. */
  readonly activeFromPercent: number;
  readonly source: string;
  /** `documented`: the vendor gives the number; `assumed`: the vendor names the signal, the number is ours. */
  readonly confidence: 'documented' | 'assumed';
}

/**
 * What statistics can stand in for where the Call Home table is missing.
 *
 * Memory only. How full /flash and /var are says nothing of errors on them: the raw counters of those conditions are
 * most likely Disk0Errors and Disk1Errors, which no command that we send prints. Drops at the licensed rate are counted
 * in SNMP only; the commands print the licence, not the drops. The power supplies of an instance are its host's.
 */
export const MEMORY_THRESHOLD: StatisticThreshold = {
  code: 'memory-anomaly',
  label: 'InUse Memory (%)',
  activeFromPercent: 95,
  source:
    'vendor command reference, `stat system`, names the figure; the MEMORY alarm of SNMP has no published default',
  confidence: 'assumed',
};
