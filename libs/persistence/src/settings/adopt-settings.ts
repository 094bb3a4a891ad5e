import type { LayerSet } from '../../../callhome/src/index.js';
import type { Transaction } from '../database.js';
import { instanceScope } from './scope.js';
import type { SettingsLayer } from './settings-layer.table.js';
import { mergeIntoLayer, type Authorship } from './write-layer.js';

const NOTE_MAX_CHARS = 500;

/** Why values found on an appliance are taken over; the note becomes a part of the layer's. */
export interface Adoption extends Authorship {
  note: string;
}

/** Sets these keys in the own layer of an appliance, beside what it says; who wrote it meanwhile is not overwritten. */
export function adoptSettings(
  tx: Transaction,
  { applianceId, set }: { applianceId: string; set: LayerSet },
  { note, ...author }: Adoption,
): Promise<SettingsLayer> {
  return mergeIntoLayer(tx, instanceScope(applianceId), {
    ...author,
    change: (said) => ({ ...said, settings: { ...said.settings, ...set }, note: withNote(said.note, note) }),
  });
}

// What a person wrote stays; a note that no longer fits is in the revisions' cause and author all the same.
function withNote(known: string | null, note: string): string {
  if (known === null || known === '') return note;
  if (known.includes(note)) return known;
  const both = `${known}; ${note}`;
  return both.length <= NOTE_MAX_CHARS ? both : known;
}
