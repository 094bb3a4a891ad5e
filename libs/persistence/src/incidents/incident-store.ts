import { sql, type Database } from '../database.js';
import { IncidentTable, type Incident } from './incident.table.js';

/** Which incidents to list; null: any. */
export interface IncidentFilter {
  state: Incident['state'] | null;
  applianceId: string | null;
}

/** Incidents as people see them. Only readings open, join and close them. */
export class IncidentStore {
  constructor(private readonly database: Database) {}

  /** One page, latest first. `after` is the id of the last one seen; null: from the start. */
  list(filter: IncidentFilter, limit: number, after: string | null): Promise<Incident[]> {
    const rows = this.those(filter).orderBy('i.id', 'DESC');
    if (after !== null) rows.andWhere('i.id < :after', { after });
    return rows.limit(limit).getMany();
  }

  count(filter: IncidentFilter): Promise<number> {
    return this.those(filter).getCount();
  }

  get(id: string): Promise<Incident | null> {
    return this.database.source.getRepository(IncidentTable).findOneBy({ id });
  }

  /** The ids of the conditions of these incidents, in the order in which they joined. */
  async conditionIds(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await sql<{ id: string; conditions: string[] }>(
      this.database.source.manager,
      `SELECT incident_id AS id, array_agg(condition_id ORDER BY joined_at, condition_id) AS conditions
       FROM incident_condition WHERE incident_id = ANY ($1) GROUP BY incident_id`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.conditions]));
  }

  private those({ state, applianceId }: IncidentFilter) {
    const rows = this.database.source.getRepository(IncidentTable).createQueryBuilder('i');
    if (state !== null) rows.andWhere('i.state = :state', { state });
    if (applianceId !== null) rows.andWhere(`i.id IN (${OF_APPLIANCE})`, { applianceId });
    return rows;
  }
}

const OF_APPLIANCE = `SELECT m.incident_id FROM incident_condition m JOIN condition c ON c.id = m.condition_id
  WHERE c.appliance_id = :applianceId`;
