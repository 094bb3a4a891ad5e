import { EntitySchema } from 'typeorm';
import type { Layer, LayerRank, SettingKey } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** The file that alone may change a layer, save for the keys that it leaves to people. */
export interface ManagedBy {
  type: 'git';
  name: string;
  editable: SettingKey[];
}

/** What a layer says, apart from when and by whom it was said. */
export interface LayerContent {
  /** Absent keys inherit, null asks for the device default. */
  settings: Layer['set'];
  locks: SettingKey[];
  lockReasons: Layer['lockReasons'];
  /** Keys that a granted exception lets this layer set below a lock. */
  exempt: SettingKey[];
  note: string | null;
  /** On an instance only: when the override ends. */
  expiresAt: Date | null;
  /** Null: people. */
  managedBy: ManagedBy | null;
}

/** One settings layer as its table has it; `revision` is its ETag. */
export interface LayerRow extends LayerContent {
  scope: string;
  rank: LayerRank;
  revision: number;
  updatedBy: string;
  updatedAt: Date;
}

/** One settings layer. */
export interface SettingsLayer extends LayerRow {
  /** That of the group; 0 for any other scope. */
  priority: number;
}

/** How a revision came to be. */
export type RevisionCause = 'edit' | 'revert' | 'expiry' | 'adoption' | 'exception' | 'config' | 'upgrade';

/** What a layer said from one write to the next. Never changed once it is there. */
export interface SettingsRevision extends LayerContent {
  scope: string;
  revision: number;
  cause: RevisionCause;
  by: string;
  at: Date;
}

const content = {
  settings: column.json,
  locks: column.textListEmpty,
  lockReasons: { type: 'jsonb', default: {} },
  exempt: column.textListEmpty,
  note: column.textOrNull,
  expiresAt: column.instantOrNull,
  managedBy: column.jsonOrNull,
} as const;

export const SettingsLayerTable = new EntitySchema<LayerRow>({
  name: 'settings_layer',
  columns: {
    scope: column.key,
    rank: column.text,
    revision: column.integer,
    ...content,
    updatedBy: column.text,
    updatedAt: column.createdNow,
  },
});

export const SettingsRevisionTable = new EntitySchema<SettingsRevision>({
  name: 'settings_revision',
  columns: {
    scope: column.key,
    revision: { type: 'integer', primary: true },
    cause: column.text,
    ...content,
    locks: column.textList,
    lockReasons: column.json,
    exempt: column.textList,
    by: column.text,
    at: column.createdNow,
  },
});
