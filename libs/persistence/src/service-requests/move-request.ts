import { nextServiceRequestState, type ServiceRequestEvent } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { PersistenceError } from '../persistence-error.js';
import { ServiceRequestTable, type ServiceRequest } from './service-request.table.js';

/** What happened to a request, who did it, and what else is written with it. */
export interface RequestMove {
  event: ServiceRequestEvent;
  actor: string;
  reason: string | null;
  set?: Partial<Pick<ServiceRequest, 'number' | 'incidentId' | 'occurrences'>>;
}

/**
 * Moves a request, which the caller has locked, and notes the step.
 * @throws {PersistenceError} ILLEGAL_TRANSITION - its state does not allow the event.
 */
export async function moveRequest(
  tx: Transaction,
  events: EventStore,
  { row, move }: { row: ServiceRequest; move: RequestMove },
): Promise<ServiceRequest> {
  const { event, actor, reason, set = {} } = move;
  const state = nextServiceRequestState(row.state, event);
  if (state === null) throw new PersistenceError('ILLEGAL_TRANSITION', { id: row.id, state: row.state, event });
  const changed = { ...set, state, reason, updatedAt: new Date() };
  await tx.getRepository(ServiceRequestTable).update({ id: row.id }, changed);
  await noteSteps(tx, [{ requestId: row.id, fromState: row.state, toState: state, event, actor, reason }]);
  await events.append(tx, [{ topic: 'conditions', type: `service-request.${state}`, subject: row.id }]);
  return { ...row, ...changed };
}

/** Steps, each after those that its request has already. */
export async function noteSteps(
  tx: Transaction,
  steps: readonly {
    requestId: string;
    fromState: string | null;
    toState: string;
    event: string;
    actor: string;
    reason: string | null;
  }[],
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO service_request_transition (request_id, seq, from_state, to_state, event, actor, reason)
     SELECT "requestId", coalesce((SELECT max(seq) FROM service_request_transition t WHERE t.request_id = "requestId"), 0) + 1,
       "fromState", "toState", event, actor, reason
     FROM jsonb_to_recordset($1) AS s ("requestId" text, "fromState" text, "toState" text, event text, actor text, reason text)`,
    [JSON.stringify(steps)],
  );
}
