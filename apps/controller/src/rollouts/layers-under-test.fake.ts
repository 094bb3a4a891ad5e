import type { LayerSet, SettingKey } from '../../../../libs/callhome/src/index.js';
import type { Stores } from '../../../../libs/persistence/src/index.js';

/** Writes a layer over whatever it says. */
export async function writeLayer(
  { layers }: Stores,
  scope: string,
  { settings = {}, locks = [] }: { settings?: LayerSet; locks?: SettingKey[] },
): Promise<void> {
  const revision = (await layers.get(scope))?.revision ?? 0;
  const edit = {
    scope,
    settings,
    locks,
    lockReasons: {},
    exempt: [],
    note: null,
    expiresAt: null,
    managedBy: null,
  };
  await layers.put(edit, revision, { cause: 'edit', by: 'spec' });
}
