import { EntitySchema } from 'typeorm';
import type { HistoryField } from '../../../fleet/src/index.js';
import * as column from '../columns.js';

/** One fact of one appliance that became another; written once, in the transaction that recorded the new one. */
export interface InventoryChangeRow {
  /** Ascending in the order of writing; newest first is the order people read. */
  id: string;
  applianceId: string;
  field: HistoryField;
  fromValue: string;
  toValue: string;
  at: Date;
}

export const InventoryChangeTable = new EntitySchema<InventoryChangeRow>({
  name: 'inventory_change',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    applianceId: column.text,
    field: column.text,
    fromValue: column.text,
    toValue: column.text,
    at: column.instant,
  },
});
