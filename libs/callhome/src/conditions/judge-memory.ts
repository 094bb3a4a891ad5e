import { adc } from '../../../netscaler-cli/src/index.js';
import { CONDITIONS } from './condition-table.js';
import { WHOLE_APPLIANCE } from './finding.js';
import type { Finding } from './finding.js';
import { MEMORY_THRESHOLD } from './statistic-thresholds.js';

/**
 * Judges the memory that `stat system` says is used, in percent. No finding for null (not read) and for what is no
 * percentage: the packet engine has not started, or the line was misread.
 */
export function judgeMemory(usedPercent: number | null): readonly Finding[] {
  if (usedPercent === null || !(usedPercent >= 0 && usedPercent <= 100)) return [];
  const { code, label, activeFromPercent } = MEMORY_THRESHOLD;
  const finding = {
    code,
    component: WHOLE_APPLIANCE,
    source: 'statistics',
    evidence: { command: adc.show.statSystem, line: `${label}: ${usedPercent}, limit ${activeFromPercent}` },
    affects: [],
  } as const;
  if (usedPercent < activeFromPercent) {
    return [{ ...finding, state: 'ok', severity: 'none', title: `Memory used: ${usedPercent} %` }];
  }
  const { severity, title } = CONDITIONS[code];
  return [{ ...finding, state: 'active', severity, title: `${title}: ${usedPercent} % used` }];
}
