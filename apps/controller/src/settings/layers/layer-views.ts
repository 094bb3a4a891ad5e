import type { Layer, LayerRevision } from '../../../../../libs/contract/src/index.js';
import {
  NOTHING_SAID,
  type LayerRevision as LayerRevisionRow,
  type SettingsLayer,
} from '../../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../../api/iso.js';
import { warningsOf } from './judge-layer.js';

/** A layer as the contract shows it; null: never written, so that it says nothing. */
export function layerView(scope: string, row: SettingsLayer | null): Layer {
  return {
    scope,
    priority: row?.priority ?? 0,
    revision: row?.revision ?? 0,
    managedBy: managedByView(row),
    settings: row?.settings ?? {},
    locks: [...(row?.locks ?? [])],
    lockReasons: row?.lockReasons ?? {},
    exempt: [...(row?.exempt ?? [])],
    note: row?.note ?? null,
    expiresAt: isoOrNull(row?.expiresAt ?? null),
    updatedBy: row?.updatedBy ?? null,
    updatedAt: isoOrNull(row?.updatedAt ?? null),
    warnings: warningsOf(row ?? NOTHING_SAID),
  };
}

export function revisionView(row: LayerRevisionRow): LayerRevision {
  const { scope, revision, cause, settings, locks, lockReasons, exempt, note, by, changedKeys } = row;
  return {
    scope,
    revision,
    cause,
    settings,
    locks,
    lockReasons,
    exempt,
    note,
    expiresAt: isoOrNull(row.expiresAt),
    by,
    at: iso(row.at),
    changedKeys,
  };
}

function managedByView(row: SettingsLayer | null): Layer['managedBy'] {
  if (row === null || row.managedBy === null) return { type: 'console', name: null, editable: [] };
  const { type, name, editable } = row.managedBy;
  return { type, name, editable: [...editable] };
}
