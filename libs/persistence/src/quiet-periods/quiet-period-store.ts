import { sql, type Database } from '../database.js';
import type { DeliveryStore } from '../deliveries/delivery-store.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { PersistenceError } from '../persistence-error.js';
import { releaseHeld } from './release-held.js';
import { QuietPeriodTable, type QuietPeriod } from './quiet-period.table.js';

export type NewQuietPeriod = Pick<
  QuietPeriod,
  'kind' | 'scope' | 'code' | 'component' | 'fromAt' | 'untilAt' | 'reason'
>;

export interface QuietPeriodFilter {
  open: boolean;
}

/** Maintenance windows and silences. */
export class QuietPeriodStore {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryStore,
    private readonly events: EventStore,
  ) {}

  async add(fresh: NewQuietPeriod, by: string): Promise<QuietPeriod> {
    const row: QuietPeriod = {
      ...fresh,
      id: newId('qpd'),
      createdBy: by,
      createdAt: new Date(),
      endedBy: null,
      endedAt: null,
    };
    await this.database.transaction(async (tx) => {
      await tx.getRepository(QuietPeriodTable).insert(row);
      await this.events.append(tx, [{ topic: 'conditions', type: 'quiet-period.began', subject: row.id }]);
    });
    return row;
  }

  /** Ends one before its time; one that is over already stays as it is. @throws {PersistenceError} NOT_FOUND */
  async end(id: string, by: string): Promise<QuietPeriod> {
    return this.database.transaction(async (tx) => {
      await sql(
        tx,
        `UPDATE quiet_period SET ended_at = now(), ended_by = $2 WHERE id = $1 AND ended_at IS NULL AND until_at > now()`,
        [id, by],
      );
      const row = await tx.getRepository(QuietPeriodTable).findOneBy({ id });
      if (row === null) throw new PersistenceError('NOT_FOUND', { id });
      await this.events.append(tx, [{ topic: 'conditions', type: 'quiet-period.ended', subject: id }]);
      return row;
    });
  }

  /** Newest first; `open`: only those that hold now or later. */
  list(filter: QuietPeriodFilter, limit: number, before: string | null): Promise<QuietPeriod[]> {
    const query = this.matching(filter).orderBy('q.id', 'DESC').limit(limit);
    if (before !== null) query.andWhere('q.id < :before', { before });
    return query.getMany();
  }

  count(filter: QuietPeriodFilter): Promise<number> {
    return this.matching(filter).getCount();
  }

  private matching({ open }: QuietPeriodFilter) {
    const query = this.database.source.getRepository(QuietPeriodTable).createQueryBuilder('q');
    return open ? query.where('q.endedAt IS NULL AND q.untilAt > now()') : query;
  }

  /**
   * Sends what maintenance or silence held back and is still so, once they are over. Safe to run in several processes
   * at once.
   * @returns how many deliveries were released.
   */
  release(): Promise<number> {
    return releaseHeld(this.database, { deliveries: this.deliveries, events: this.events });
  }
}
