import { isDeepStrictEqual } from 'node:util';
import { SETTING_KEYS, type SettingKey } from '../../../callhome/src/index.js';
import type { LayerContent } from './settings-layer.table.js';

type Said = Pick<LayerContent, 'settings' | 'locks'>;

/** What a scope says that was never written. */
export const NOTHING_SAID: LayerContent = {
  settings: {},
  locks: [],
  lockReasons: {},
  exempt: [],
  note: null,
  expiresAt: null,
  managedBy: null,
};

/** The keys of which value or lock differ between two states of a layer. */
export function changedKeys(before: Said, after: Said): SettingKey[] {
  return SETTING_KEYS.filter(
    (key) =>
      !isDeepStrictEqual(before.settings[key], after.settings[key]) ||
      before.locks.includes(key) !== after.locks.includes(key),
  );
}
