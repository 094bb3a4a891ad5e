import { nextServiceRequestState } from '../../../callhome/src/index.js';
import type { Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { moveRequest } from './move-request.js';
import { ServiceRequestTable } from './service-request.table.js';

/**
 * Notes the number that support, or a ticket system, gave a request, in the caller's transaction. The first number
 * stays: a person may have entered it, and can correct it.
 */
export async function numberRequest(
  tx: Transaction,
  events: EventStore,
  { of, number, by }: { of: { id: string } | { deliveryId: string }; number: string; by: string },
): Promise<void> {
  const row = await tx
    .getRepository(ServiceRequestTable)
    .findOne({ where: of, order: { id: 'DESC' }, lock: { mode: 'pessimistic_write' } });
  if (row === null || row.number !== null) return;
  if (nextServiceRequestState(row.state, 'number-received') === null) return;
  const move = { event: 'number-received' as const, actor: by, reason: null, set: { number } };
  await moveRequest(tx, events, { row, move });
}
