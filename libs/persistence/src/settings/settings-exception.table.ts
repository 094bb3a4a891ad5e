import { EntitySchema } from 'typeorm';
import type { SettingKey } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

export type ExceptionState = 'requested' | 'granted' | 'denied' | 'withdrawn';

/** Somebody's wish to set a locked key on one host or instance all the same, and what became of it. */
export interface SettingsException {
  id: string;
  scope: string;
  key: SettingKey;
  /** Null: the device default. */
  value: unknown;
  reason: string;
  state: ExceptionState;
  /** The scope that locked the key when it was asked for. */
  lockedBy: string | null;
  requestedBy: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: string | null;
}

export const SettingsExceptionTable = new EntitySchema<SettingsException>({
  name: 'settings_exception',
  columns: {
    id: column.key,
    scope: column.text,
    key: column.text,
    value: column.json,
    reason: column.text,
    state: column.text,
    lockedBy: column.textOrNull,
    requestedBy: column.text,
    requestedAt: column.createdNow,
    decidedBy: column.textOrNull,
    decidedAt: column.instantOrNull,
    decisionNote: column.textOrNull,
  },
});
