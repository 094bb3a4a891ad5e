import type { ServiceRequestState } from '../../../callhome/src/index.js';
import { sql, type Database } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { PersistenceError } from '../persistence-error.js';
import { moveRequest, type RequestMove } from './move-request.js';
import {
  ServiceRequestTable,
  ServiceRequestTransitionTable,
  type ServiceRequest,
  type ServiceRequestTransition,
} from './service-request.table.js';

/** Which requests to list; null: any. */
export interface ServiceRequestFilter {
  state: ServiceRequestState | null;
  incidentId: string | null;
}

/** Service requests as people see and move them. Monitoring makes them. */
export class ServiceRequestStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** One page, latest first. `after` is the id of the last one seen; null: from the start. */
  list(filter: ServiceRequestFilter, limit: number, after: string | null): Promise<ServiceRequest[]> {
    const rows = this.those(filter).orderBy('r.id', 'DESC');
    if (after !== null) rows.andWhere('r.id < :after', { after });
    return rows.limit(limit).getMany();
  }

  count(filter: ServiceRequestFilter): Promise<number> {
    return this.those(filter).getCount();
  }

  /** The ids of the requests of these incidents, oldest first. */
  async idsByIncident(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await sql<{ id: string; requests: string[] }>(
      this.database.source.manager,
      `SELECT incident_id AS id, array_agg(id ORDER BY id) AS requests FROM service_request
       WHERE incident_id = ANY ($1) GROUP BY incident_id`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.requests]));
  }

  get(id: string): Promise<ServiceRequest | null> {
    return this.database.source.getRepository(ServiceRequestTable).findOneBy({ id });
  }

  transitions(id: string): Promise<ServiceRequestTransition[]> {
    return this.database.source
      .getRepository(ServiceRequestTransitionTable)
      .find({ where: { requestId: id }, order: { seq: 'ASC' } });
  }

  /**
   * What a person, or the ticket system, does with a request.
   * @throws {PersistenceError} NOT_FOUND; ILLEGAL_TRANSITION - its state does not allow it.
   */
  move(id: string, move: RequestMove): Promise<ServiceRequest> {
    return this.database.transaction(async (tx) => {
      const row = await tx
        .getRepository(ServiceRequestTable)
        .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new PersistenceError('NOT_FOUND', { id });
      return moveRequest(tx, this.events, { row, move });
    });
  }

  private those({ state, incidentId }: ServiceRequestFilter) {
    const rows = this.database.source.getRepository(ServiceRequestTable).createQueryBuilder('r');
    if (state !== null) rows.andWhere('r.state = :state', { state });
    if (incidentId !== null) rows.andWhere('r.incident_id = :incidentId', { incidentId });
    return rows;
  }
}
