import { ComponentTable, type Component } from '../appliances/appliance.table.js';
import { sql, type Database } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import type { InventoryChangeRow } from './inventory-change.table.js';
import type { RawAnswerReason, StoredRawAnswer } from './raw-answer.js';

/** Of which appliances: of one, or of a host and its instances, retired and gone ones among them. */
const AMONG = `c.appliance_id IN (SELECT id FROM appliance WHERE id = $1 OR ($2::boolean AND host_id = $1))`;

/** What became of appliances over time, and what of their answers was not understood. Written by readings only. */
export class InventoryHistoryStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** One page of changes, newest first. `after` is the id of the last one seen. */
  changes(
    of: { applianceId: string; withInstances: boolean },
    limit: number,
    after: string | null,
  ): Promise<(InventoryChangeRow & { applianceName: string })[]> {
    return sql(
      this.database.source.manager,
      `SELECT c.id, c.appliance_id AS "applianceId", a.name AS "applianceName", c.field, c.from_value AS "fromValue",
              c.to_value AS "toValue", c.at
       FROM inventory_change c JOIN appliance a ON a.id = c.appliance_id
       WHERE ${AMONG} AND ($4::bigint IS NULL OR c.id < $4) ORDER BY c.id DESC LIMIT $3`,
      [of.applianceId, of.withInstances, limit, after],
    );
  }

  async countChanges(of: { applianceId: string; withInstances: boolean }): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM inventory_change c WHERE ${AMONG}`,
      [of.applianceId, of.withInstances],
    );
    return row?.count ?? 0;
  }

  /** The answers of an appliance that were not understood, by command, without their texts. */
  rawAnswers(applianceId: string): Promise<StoredRawAnswer[]> {
    return sql(
      this.database.source.manager,
      `SELECT command, reason, words, length(output) AS "outputBytes", is_cut AS "isCut", at
       FROM raw_answer WHERE appliance_id = $1 ORDER BY command`,
      [applianceId],
    );
  }

  /** One of them with its text, control characters as they came; null if there is none, or not any more. */
  async rawAnswer(applianceId: string, command: string): Promise<(StoredRawAnswer & { output: string }) | null> {
    const [row] = await sql<{ reason: RawAnswerReason; words: string; output: Buffer; isCut: boolean; at: Date }>(
      this.database.source.manager,
      `SELECT reason, words, output, is_cut AS "isCut", at FROM raw_answer WHERE appliance_id = $1 AND command = $2`,
      [applianceId, command],
    );
    if (row === undefined) return null;
    // Cutting at a byte may have halved the last character: it decodes to U+FFFD.
    return { ...row, command, outputBytes: row.output.length, output: row.output.toString('utf8') };
  }

  /**
   * Takes a missing part off the list, because a person says that it is gone for good.
   * @returns `not-missing`: it is listed (again), so there is nothing to confirm; `unknown`: there is no such part.
   */
  confirmRemoval(applianceId: string, component: string): Promise<'removed' | 'not-missing' | 'unknown'> {
    return this.database.transaction(async (tx) => {
      const repository = tx.getRepository<Component>(ComponentTable);
      const part = await repository.findOne({ where: { applianceId, component }, lock: { mode: 'pessimistic_write' } });
      if (part === null) return 'unknown';
      if (part.state !== 'missing') return 'not-missing';
      await repository.delete({ applianceId, component });
      await this.events.append(tx, [
        { topic: 'appliances', type: 'appliance.component-removed', subject: applianceId },
      ]);
      return 'removed';
    });
  }
}
