import { EntitySchema } from 'typeorm';
import type { Layer, LayerRank } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** One settings layer as stored: absent keys inherit, null asks for the device default. `revision` is its ETag. */
export interface SettingsLayer {
  scope: string;
  rank: LayerRank;
  priority: number;
  revision: number;
  settings: Layer['set'];
  locks: Layer['locked'];
  note: string | null;
  updatedBy: string;
  updatedAt: Date;
}

export const SettingsLayerTable = new EntitySchema<SettingsLayer>({
  name: 'settings_layer',
  columns: {
    scope: column.key,
    rank: column.text,
    priority: column.count,
    revision: column.integer,
    settings: column.json,
    locks: column.textListEmpty,
    note: column.textOrNull,
    updatedBy: column.text,
    updatedAt: column.createdNow,
  },
});
