import { svm } from '../../../netscaler-cli/src/index.js';
import type { SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import { assignChips, chipsOf } from './assign-chips.js';
import { chipRows, failingChipRow } from './chip-rows.js';
import { chipTotals, hasFewerThanBefore } from './chip-totals.js';
import type { ChipTotals } from './chip-totals.js';
import type { Finding } from './finding.js';
import { hasFailed, healthLine, instanceKey, rowsOf } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';

const ROWS = svm.show.systemhealthHardware;
const TOTAL = svm.show.appliance;

type Evidence = NonNullable<Finding['evidence']>;

const chips = { code: 'ssl-card-failure', component: 'chips', affects: [] } as const;

/**
 * Judges a host's SSL chips as one component, `chips`: active when a health row says so or when fewer chips are listed
 * than before in the same unit on the same model. Two or more instances below their share on one CPU socket point to a
 * card side there, though the host calls its chips well; that is a conclusion of ours and graded below what the host
 * says. One instance below its share while the host is well is that instance's own finding, not this one.
 */
export function judgeChips(hardware: HostHardware): readonly Finding[] {
  const totals = chipTotals(hardware);
  if (hasFailed(hardware.hardware) && totals.total === null) {
    const line = hardware.hardware.reason;
    return [unknown({ title: 'The SSL chips could not be read', evidence: { command: ROWS, line } })];
  }
  const rows = chipRows(hardware);
  const failing = failingChipRow(hardware);
  const harmed = rowsOf(hardware.instances)
    .filter((instance) => chipsOf(instance).lacks === true)
    .map(instanceKey);
  if (failing !== undefined) return [failed(failing, harmed)];
  if (hasFewerThanBefore(totals)) return [fewer(totals, harmed)];
  const { sharedSocket, suspect } = assignChips(hardware);
  if (suspect === 'chip' && sharedSocket !== null) return [sideDown(sharedSocket, harmed)];
  const unclear = rows.find(({ status }) => status === 'unknown');
  if (unclear !== undefined) {
    const evidence = { command: ROWS, line: healthLine(unclear) };
    return [unknown({ title: 'The state of the SSL chips is not clear', evidence })];
  }
  const evidence = okEvidence(rows[0], totals);
  return evidence === null ? [] : [{ ...chips, state: 'ok', severity: 'none', title: 'SSL chips work', evidence }];
}

function failed(row: SystemHealthRow, harmed: readonly string[]): Finding {
  const left = [row.currentValue, row.expectedValue].filter((part) => part !== null).join(' of ');
  return {
    ...chips,
    state: 'active',
    severity: 'critical',
    title: left === '' ? 'SSL chip failed' : `SSL chip failed: ${left} left`,
    evidence: { command: ROWS, line: healthLine(row) },
    affects: harmed,
  };
}

function sideDown(socket: string, harmed: readonly string[]): Finding {
  return {
    ...chips,
    state: 'active',
    severity: 'major',
    title: `SSL card side on CPU socket ${socket} is down: ${harmed.length} instances lack chips`,
    evidence: { command: svm.show.ns, line: `CPU socket ${socket}: ${harmed.join(', ')} below their share` },
    affects: harmed,
  };
}

function fewer(totals: ChipTotals, harmed: readonly string[]): Finding {
  const { now, before, label } = lostCount(totals);
  const evidence = { command: TOTAL, line: `${label}: ${now}, before: ${before}` };
  // From SVM 12.1-48.13 on crypto is counted in other units and the old total may read 0: an upgrade, not a failure,
  // as long as every instance has all that it was given.
  if (totals.total === 0 && harmed.length === 0) {
    return unknown({ title: 'The host lists no SSL chips any more; it may count them in another unit', evidence });
  }
  const title = `SSL chip failed: ${now} of ${before}${totals.unit === 'acu' ? ` ${label}` : ''} left`;
  return { ...chips, state: 'active', severity: 'critical', title, evidence, affects: harmed };
}

/** Devices are the parts themselves and say more than the units they add up to. */
function lostCount(totals: ChipTotals): { now: number; before: number; label: string } {
  const { unit, total, baseline, devices, devicesBaseline } = totals;
  if (devices !== null && devicesBaseline !== null && devices < devicesBaseline) {
    return { now: devices, before: devicesBaseline, label: 'crypto devices' };
  }
  return { now: total ?? 0, before: baseline ?? 0, label: unit === 'acu' ? 'ACU' : 'SSL cores' };
}

function unknown({ title, evidence }: { title: string; evidence: Evidence }): Finding {
  return { ...chips, state: 'unknown', severity: 'none', title, evidence };
}

function okEvidence(row: SystemHealthRow | undefined, { unit, total }: ChipTotals): Evidence | null {
  if (row !== undefined) return { command: ROWS, line: healthLine(row) };
  if (total === null || total === 0) return null;
  return { command: TOTAL, line: `${unit === 'acu' ? 'ACU' : 'SSL cores'}: ${total}` };
}
