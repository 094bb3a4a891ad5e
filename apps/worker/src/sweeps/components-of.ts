import {
  driveComponent,
  logicalDriveComponent,
  repositoryComponent,
  staleHealthRow,
  type Finding,
  type Unreadable,
} from '../../../../libs/callhome/src/index.js';
import type { HealthStatus, SystemHealthRow } from '../../../../libs/netscaler-cli/src/index.js';
import type { Component, ReadFacts } from '../../../../libs/persistence/src/index.js';
import type { HostListings } from './host-listings.js';

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
const UNIT_WORDS = { 'ssl-core': 'chips', acu: 'crypto units' } as const;

/** The physical parts of a host for people to look at; a part that a finding names has the finding's state. */
export function componentsOf(hardware: HostListings, findings: readonly Finding[]): Part[] {
  const found = new Map(findings.map((finding) => [finding.component, finding]));
  // While the SVM cannot reach the hypervisor, what it lists may be old: nothing of it is shown as working.
  const isStale = staleHealthRow(hardware.software) !== null;
  const part = (kind: Part['kind'], component: string, seen: { state: Component['state']; text: string }): Part => {
    const finding = found.get(component);
    const state = finding ? STATE_OF_FINDING[finding.state] : isStale ? 'unknown' : seen.state;
    return { kind, component, state, text: seen.text, affects: [...(finding?.affects ?? [])] };
  };
  return [
    ...rows(hardware.physicalDrives).map((drive) =>
      part('drive', driveComponent(drive), {
        state: 'unknown',
        text: words(drive.firmwareState, drive.size, drive.mediaType),
      }),
    ),
    ...rows(hardware.logicalDrives).map((drive) =>
      part('logical-drive', logicalDriveComponent(drive), {
        state: stateOfText(drive.state),
        text: words(drive.state, drive.size),
      }),
    ),
    ...rows(hardware.storageRepositories).map((repository) =>
      part('storage-repository', repositoryComponent(repository), {
        state: STATE_OF_STATUS[repository.status],
        text: words(repository.name, repository.statusText),
      }),
    ),
    ...findings
      .filter((finding) => finding.code === 'power-supply-failure' && finding.component.startsWith('supply/'))
      .map(({ component, evidence }) =>
        part('power-supply', component, { state: 'unknown', text: evidence?.line ?? '' }),
      ),
    ...rows(hardware.fans).flatMap((row) => sensor('fan', row, part)),
    ...rows(hardware.temperatures).flatMap((row) => sensor('temperature', row, part)),
    ...chips(hardware).map((text) => part('ssl-chips', 'chips', { state: 'unknown', text })),
  ];
}

/**
 * The kinds of parts that the host could list: of these a part that is not named has gone missing. None while its health
 * may be out of date, and never the chips, which are one part whatever their number.
 */
export function listedKinds(hardware: HostListings): Component['kind'][] {
  if (staleHealthRow(hardware.software) !== null) return [];
  const listings = {
    drive: hardware.physicalDrives,
    'logical-drive': hardware.logicalDrives,
    'storage-repository': hardware.storageRepositories,
    'power-supply': hardware.powerSupplies,
    fan: hardware.fans,
    temperature: hardware.temperatures,
  } as const;
  return KINDS.filter((kind) => !('unreadable' in listings[kind]));
}

const KINDS = ['drive', 'logical-drive', 'storage-repository', 'power-supply', 'fan', 'temperature'] as const;

/** A sensor without a name cannot be told from the next one, so it is no part of its own. */
function sensor(
  kind: 'fan' | 'temperature',
  { name, currentValue, unit, status, statusText }: SystemHealthRow,
  part: (kind: Part['kind'], component: string, seen: { state: Component['state']; text: string }) => Part,
): Part[] {
  if (name === null) return [];
  const value = [currentValue, unit].filter(Boolean).join(' ');
  return [part(kind, `${kind}/${name}`, { state: STATE_OF_STATUS[status], text: words(value, statusText) })];
}

/** How many chips there are of how many there ever were; nothing where the host does not count them. */
function chips({ crypto, totalSslCores, baselineSslCores, chipBaseline }: HostListings): string[] {
  const unit = crypto?.unit ?? 'ssl-core';
  const total = crypto?.total ?? (unit === 'ssl-core' ? totalSslCores : null);
  if (total === null) return [];
  const before = chipBaseline?.unit === unit ? chipBaseline.total : unit === 'ssl-core' ? (baselineSslCores ?? 0) : 0;
  return [`${total} of ${Math.max(total, before)} ${UNIT_WORDS[unit]}`];
}

const words = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(', ');

function rows<Row>(listing: readonly Row[] | Unreadable): readonly Row[] {
  return 'unreadable' in listing ? [] : listing;
}

function stateOfText(state: string | null): Component['state'] {
  if (state === null) return 'unknown';
  return /^optimal$/i.test(state) ? 'ok' : 'failed';
}
