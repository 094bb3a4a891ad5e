import { svm } from '../../../netscaler-cli/src/index.js';
import type { SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import type { Finding } from './finding.js';
import { hasFailed, healthLine, instanceKey, isBelowExpected, rowsOf } from './host-hardware.js';
import type { HostHardware, HostInstance } from './host-hardware.js';

const ROWS = svm.show.systemhealthHardware;
const TOTAL = svm.show.appliance;

// Row names are not published; the words are the product names of the chips and what people call them.
const SSL_ROW = /ssl|crypto|cavium|nitrox|coleto|lewisburg|\bqat\b/i;

type Evidence = NonNullable<Finding['evidence']>;

const chips = { code: 'ssl-card-failure', component: 'chips', affects: [] } as const;

/**
 * Judges a host's SSL chips as one component, `chips`: active when a health row says so or when fewer chips are listed
 * than before. One instance below its share while the host is well is that instance's own finding, not this one.
 */
export function judgeChips(hardware: HostHardware): readonly Finding[] {
  if (hasFailed(hardware.hardware) && hardware.totalSslCores === null) {
    const line = hardware.hardware.reason;
    return [unknown({ title: 'The SSL chips could not be read', evidence: { command: ROWS, line } })];
  }
  const rows = rowsOf(hardware.hardware).filter(
    ({ name, status }) => SSL_ROW.test(name) && status !== 'not-applicable',
  );
  const failing = rows.find((row) => row.status === 'failed' || isBelowExpected(row));
  const harmed = rowsOf(hardware.instances).filter(isHarmed).map(instanceKey);
  if (failing !== undefined) return [failed(failing, harmed)];
  if (hasFewerThanBefore(hardware)) return [fewer(hardware, harmed)];
  const unclear = rows.find(({ status }) => status === 'unknown');
  if (unclear !== undefined) {
    const evidence = { command: ROWS, line: healthLine(unclear) };
    return [unknown({ title: 'The state of the SSL chips is not clear', evidence })];
  }
  const evidence = okEvidence(rows[0], hardware.totalSslCores);
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

function hasFewerThanBefore({ totalSslCores, baselineSslCores }: HostHardware): boolean {
  return totalSslCores !== null && baselineSslCores !== null && totalSslCores < baselineSslCores;
}

function fewer({ totalSslCores, baselineSslCores }: HostHardware, harmed: readonly string[]): Finding {
  const evidence = { command: TOTAL, line: `SSL cores: ${totalSslCores}, before: ${baselineSslCores}` };
  // From SVM 12.1-48.13 on crypto is counted in other units and the old total may read 0: an upgrade, not a failure,
  // as long as every instance has all that it was given.
  if (totalSslCores === 0 && harmed.length === 0) {
    return unknown({ title: 'The host lists no SSL chips any more; it may count them in another unit', evidence });
  }
  const title = `SSL chip failed: ${totalSslCores} of ${baselineSslCores} left`;
  return { ...chips, state: 'active', severity: 'critical', title, evidence, affects: harmed };
}

function unknown({ title, evidence }: { title: string; evidence: Evidence }): Finding {
  return { ...chips, state: 'unknown', severity: 'none', title, evidence };
}

function okEvidence(row: SystemHealthRow | undefined, totalSslCores: number | null): Evidence | null {
  if (row !== undefined) return { command: ROWS, line: healthLine(row) };
  if (totalSslCores === null || totalSslCores === 0) return null;
  return { command: TOTAL, line: `SSL cores: ${totalSslCores}` };
}

/** Fewer chips up than assigned, counted only where the number is fresh: running, and the SVM can log in. */
function isHarmed({ vmState, instanceState, sslCores, sslCoresUp }: HostInstance): boolean {
  const isFresh = vmState?.toLowerCase() === 'running' && instanceState?.toLowerCase() === 'up';
  return isFresh && sslCores !== null && sslCoresUp !== null && sslCoresUp < sslCores;
}
