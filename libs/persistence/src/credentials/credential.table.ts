import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';
import type { Sealed } from './vault.js';

/** A login for appliances; the secret part is sealed under the master key. */
export interface CredentialRow {
  id: string;
  name: string;
  username: string;
  kind: 'password' | 'key';
  sealed: Sealed;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export const CredentialTable = new EntitySchema<CredentialRow>({
  name: 'credential',
  columns: {
    id: column.key,
    name: column.text,
    username: column.text,
    kind: column.text,
    sealed: column.json,
    createdAt: column.createdNow,
    lastUsedAt: column.instantOrNull,
  },
});
