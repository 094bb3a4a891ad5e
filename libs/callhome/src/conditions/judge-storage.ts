import { svm } from '../../../netscaler-cli/src/index.js';
import type { StorageRepository, SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import type { Finding } from './finding.js';
import { componentName, healthLine, isBelowExpected, repositoryComponent, rowsOf } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';
import { instancesOn, partOfRepository } from './instances-on.js';

// Row names are not published. "SSD" is a disk and "SSL" is not.
const DISK_ROW = /\b(?:disks?|drives?|hdd|ssd|raid)\b/i;

/**
 * How full a repository is when no instance on it can count on writing any more, in percent. Ours: the SVM prints size
 * and use, the vendor names no limit.
 */
export const FULL_REPOSITORY_PERCENT = 98;

/**
 * Judges storage repositories and the SVM's own disk rows, the only health there is on models without RAID. On the
 * others a failed drive already speaks for both, so a failure of theirs is left out when `ofRaid` has one. A repository
 * that works and is full is a warning of its own, and can hit the instances on it.
 */
export function judgeStorage(hardware: HostHardware, ofRaid: readonly Finding[]): readonly Finding[] {
  const isLost = ofRaid.some(({ severity }) => severity === 'critical');
  const isFaulty = ofRaid.some(({ state }) => state === 'active');
  const repositories = rowsOf(hardware.storageRepositories)
    .filter(({ status }) => status !== 'not-applicable')
    .map((each) => toRepositoryFinding(each, hardware))
    .filter(({ state }) => state !== 'active' || !isLost);
  const isSpokenFor = isFaulty || repositories.some(({ severity }) => severity === 'critical');
  const rows = rowsOf(hardware.hardware)
    .filter(({ name, status }) => DISK_ROW.test(name ?? '') && status !== 'not-applicable')
    .map(toRowFinding)
    .filter(({ state }) => state !== 'active' || !isSpokenFor);
  return [...repositories, ...rows];
}

function toRepositoryFinding(repository: StorageRepository, hardware: HostHardware): Finding {
  const { status, statusText } = repository;
  const name = repository.name ?? repository.bayNumber ?? 'without a name';
  const finding = {
    code: 'hard-disk-error',
    component: repositoryComponent(repository),
    evidence: { command: svm.show.systemhealthStorageRepository, line: `${name}: ${statusText ?? 'no status'}` },
    affects: [],
  } as const;
  if (status === 'failed') {
    const part = partOfRepository(repository, hardware);
    const title = `Storage repository ${name} failed${part.carriesSystem ? '; the SVM and the hypervisor lie on it' : ''}`;
    return { ...finding, state: 'active', severity: 'critical', title, affects: instancesOn(part, hardware) };
  }
  const percent = usedPercent(repository);
  if (status === 'ok' && percent !== null && percent >= FULL_REPOSITORY_PERCENT) {
    const affects = instancesOn(partOfRepository(repository, hardware), hardware);
    const title = `Storage repository ${name} is full: ${Math.floor(percent)} % used`;
    const line = `${finding.evidence.line}, ${repository.utilizedBytes} of ${repository.sizeBytes} bytes used`;
    return {
      ...finding,
      state: 'active',
      severity: 'warning',
      title,
      evidence: { ...finding.evidence, line },
      affects,
    };
  }
  if (status === 'ok') return { ...finding, state: 'ok', severity: 'none', title: `Storage repository ${name} works` };
  return { ...finding, state: 'unknown', severity: 'none', title: `The state of repository ${name} is not clear` };
}

/** Null where it cannot be told: a figure is not printed, or they do not fit together. */
function usedPercent({ sizeBytes, utilizedBytes }: StorageRepository): number | null {
  if (sizeBytes === null || utilizedBytes === null || sizeBytes <= 0 || utilizedBytes > sizeBytes) return null;
  return (100 * utilizedBytes) / sizeBytes;
}

function toRowFinding(row: SystemHealthRow): Finding {
  const name = row.name ?? '';
  const finding = {
    code: 'hard-disk-error',
    component: `hardware/${componentName(name)}`,
    evidence: { command: svm.show.systemhealthHardware, line: healthLine(row) },
    affects: [],
  } as const;
  if (row.status === 'failed' || isBelowExpected(row)) {
    return { ...finding, state: 'active', severity: 'major', title: `The host reports a disk fault: ${name}` };
  }
  if (row.status === 'ok') return { ...finding, state: 'ok', severity: 'none', title: `${name} works` };
  return { ...finding, state: 'unknown', severity: 'none', title: `The state of ${name} is not clear` };
}
