import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** A piece of work that is still to be done, of one queue and one aggregate; deleted when it is done. */
export interface OutboxRow {
  id: string;
  queue: string;
  refId: string;
  priority: number;
  dueAt: Date;
  dispatchedAt: Date | null;
  dispatches: number;
  leaseToken: string | null;
  leaseUntil: Date | null;
  leasedBy: string | null;
  createdAt: Date;
}

export const OutboxTable = new EntitySchema<OutboxRow>({
  name: 'outbox',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    queue: column.text,
    refId: column.text,
    priority: column.count,
    dueAt: column.createdNow,
    dispatchedAt: column.instantOrNull,
    dispatches: column.count,
    leaseToken: column.textOrNull,
    leaseUntil: column.instantOrNull,
    leasedBy: column.textOrNull,
    createdAt: column.createdNow,
  },
});
