import type { Finding, HostHardware, Unreadable } from '../../../../libs/callhome/src/index.js';
import type { HealthStatus } from '../../../../libs/netscaler-cli/src/index.js';
import type { Component, ReadFacts } from '../../../../libs/persistence/src/index.js';

type Part = ReadFacts['components'][number];

const STATE_OF_FINDING: Record<Finding['state'], Component['state']> = {
  ok: 'ok',
  active: 'failed',
  unknown: 'unknown',
};
const STATE_OF_STATUS: Record<HealthStatus, Component['state']> = {
  ok: 'ok',
  failed: 'failed',
  'not-applicable': 'not-applicable',
  unknown: 'unknown',
};

/** The physical parts of a host for people to look at; a part that a finding names has the finding's state. */
export function componentsOf(hardware: HostHardware, findings: readonly Finding[]): Part[] {
  const found = new Map(findings.map((finding) => [finding.component, finding]));
  const part = (kind: Part['kind'], component: string, fallback: Component['state'], text: string): Part => {
    const finding = found.get(component);
    return {
      kind,
      component,
      state: finding ? STATE_OF_FINDING[finding.state] : fallback,
      text,
      affects: [...(finding?.affects ?? [])],
    };
  };
  const words = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(', ');
  return [
    ...rows(hardware.physicalDrives).map((drive) =>
      part('drive', `disk/${drive.slot}`, 'unknown', words(drive.firmwareState, drive.size, drive.mediaType)),
    ),
    ...rows(hardware.logicalDrives).map((drive) =>
      part(
        'logical-drive',
        `logical/${drive.name ?? drive.id}`,
        stateOfText(drive.state),
        words(drive.state, drive.size),
      ),
    ),
    ...rows(hardware.storageRepositories).map((repository) =>
      part(
        'storage-repository',
        `repository/${repository.bayNumber ?? repository.name}`,
        STATE_OF_STATUS[repository.status],
        words(repository.name, repository.statusText),
      ),
    ),
    ...rows(hardware.powerSupplies)
      .filter((row) => row.status !== 'not-applicable')
      .map((row) =>
        part('power-supply', `supply/${row.name}`, STATE_OF_STATUS[row.status], words(row.name, row.currentValue)),
      ),
    ...(hardware.totalSslCores === null
      ? []
      : [
          part(
            'ssl-chips',
            'chips',
            'unknown',
            `${hardware.totalSslCores} of ${Math.max(hardware.totalSslCores, hardware.baselineSslCores ?? 0)}`,
          ),
        ]),
  ];
}

function rows<Row>(listing: readonly Row[] | Unreadable): readonly Row[] {
  return 'unreadable' in listing ? [] : listing;
}

function stateOfText(state: string | null): Component['state'] {
  if (state === null) return 'unknown';
  return /^optimal$/i.test(state) ? 'ok' : 'failed';
}
