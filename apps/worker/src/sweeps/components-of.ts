import type { Finding, HostHardware, Unreadable } from '../../../../libs/callhome/src/index.js';
import type { HealthStatus } from '../../../../libs/netscaler-cli/src/index.js';
import type { Component, ReadFacts } from '../../../../libs/persistence/src/index.js';

type Part = ReadFacts['components'][number];

const STATE_OF_FINDING: Record<Finding['state'], Component['state']> = {
  ok: 'ok',
  active: 'failed',
  unknown: 'unknown',
  'not-applicable': 'not-applicable',
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
  const part = (kind: Part['kind'], component: string, seen: { state: Component['state']; text: string }): Part => {
    const finding = found.get(component);
    const state = finding ? STATE_OF_FINDING[finding.state] : seen.state;
    return { kind, component, state, text: seen.text, affects: [...(finding?.affects ?? [])] };
  };
  const words = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(', ');
  return [
    ...rows(hardware.physicalDrives).map((drive) =>
      part('drive', `disk/${drive.slot}`, {
        state: 'unknown',
        text: words(drive.firmwareState, drive.size, drive.mediaType),
      }),
    ),
    ...rows(hardware.logicalDrives).map((drive) =>
      part('logical-drive', `logical/${drive.name ?? drive.id}`, {
        state: stateOfText(drive.state),
        text: words(drive.state, drive.size),
      }),
    ),
    ...rows(hardware.storageRepositories).map((repository) =>
      part('storage-repository', `repository/${repository.bayNumber ?? repository.name}`, {
        state: STATE_OF_STATUS[repository.status],
        text: words(repository.name, repository.statusText),
      }),
    ),
    ...findings
      .filter((finding) => finding.code === 'power-supply-failure' && finding.component.startsWith('supply/'))
      .map(({ component, evidence }) =>
        part('power-supply', component, { state: 'unknown', text: evidence?.line ?? '' }),
      ),
    ...(hardware.totalSslCores === null
      ? []
      : [
          part('ssl-chips', 'chips', {
            state: 'unknown',
            text: `${hardware.totalSslCores} of ${Math.max(hardware.totalSslCores, hardware.baselineSslCores ?? 0)}`,
          }),
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
