import type { DeploymentMode } from '../appliance/appliance-kind.js';
import type { KnownFacts } from './known-facts.js';

/** Facts whose changes are kept, in the order people read them. */
const HISTORY_FIELDS = [
  'name', 'address', 'presence', 'model', 'serial', 'hostId', 'release', 'build', 'hypervisorVersion', 'mode', 'haRole',
  'cluster', 'licenceEdition', 'licenceSource', 'chipsTotal', 'chipsAssigned', 'timeZone',
] as const; // prettier-ignore
export type HistoryField = (typeof HISTORY_FIELDS)[number];

/** What changes are looked for in; absent or null: not known. */
export interface Recorded {
  readonly name?: string | null;
  readonly address?: string | null;
  readonly isPresent?: boolean;
  readonly model?: string | null;
  readonly serial?: string | null;
  /** The mark of the machine, not the id of the SDX host it runs on. */
  readonly hostId?: string | null;
  readonly release?: string | null;
  readonly build?: string | null;
  readonly mode?: DeploymentMode;
  readonly facts?: KnownFacts;
}

/** One fact that is another than before. */
export interface InventoryChange {
  readonly field: HistoryField;
  readonly from: string;
  readonly to: string;
}

/**
 * The facts that differ between two records of one appliance, in the order of `HISTORY_FIELDS`.
 *
 * Only a known value that another known one takes over is a change: a first reading changes nothing, and neither does
 * one that could not read a fact. Amounts of SSL hardware carry their unit, so a change of unit shows as one.
 */
export function inventoryChanges(before: Recorded, after: Recorded): InventoryChange[] {
  const was = shownOf(before);
  const is = shownOf(after);
  return HISTORY_FIELDS.flatMap((field) => {
    const from = was[field];
    const to = is[field];
    return from === null || to === null || from === to ? [] : [{ field, from, to }];
  });
}

function shownOf({ facts = {}, isPresent, mode, ...row }: Recorded): Record<HistoryField, string | null> {
  const { licence, deployment, hypervisor, chips, timeZone } = facts;
  const cluster = deployment?.value.cluster;
  const amount = (count: number | null | undefined) => (count == null ? null : `${count} ${chips?.value.unit ?? ''}`);
  return {
    name: row.name ?? null,
    address: row.address ?? null,
    presence: isPresent === undefined ? null : isPresent ? 'present' : 'gone',
    model: row.model ?? null,
    serial: row.serial ?? null,
    hostId: row.hostId ?? null,
    release: row.release ?? null,
    build: row.build ?? null,
    hypervisorVersion: hypervisor?.value.version ?? null,
    mode: known(mode),
    haRole: known(deployment?.value.ha?.role),
    cluster: cluster == null ? null : [String(cluster.id), cluster.address].filter(Boolean).join(' at '),
    licenceEdition: licence?.value.edition ?? null,
    licenceSource: known(licence?.value.source),
    chipsTotal: amount(chips?.value.total),
    chipsAssigned: amount(chips?.value.assigned),
    timeZone: timeZone?.value ?? null,
  };
}

const known = (word: string | undefined) => (word === undefined || word === 'unknown' ? null : word);
