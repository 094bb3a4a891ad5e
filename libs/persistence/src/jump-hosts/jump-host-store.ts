import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { insertUnique, updateUnique } from '../insert-unique.js';
import { PersistenceError } from '../persistence-error.js';
import { JumpHostTable, type JumpHost } from './jump-host.table.js';

export type NewJumpHost = Pick<
  JumpHost,
  'name' | 'kind' | 'address' | 'port' | 'credentialId' | 'viaId' | 'algorithms' | 'trustedKey'
>;
export type JumpHostPatch = Partial<Omit<NewJumpHost, 'kind' | 'trustedKey'>>;

/** Longest way from here to an appliance; longer ones are refused when they are made. */
export const MOST_HOPS = 8;

/** The machines between the workers and the appliances, and whose keys of them are trusted. */
export class JumpHostStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** @throws {PersistenceError} DUPLICATE - the name is taken. NOT_FOUND - there is no such `viaId`. HOPS_REFUSED */
  add(fresh: NewJumpHost, by: string): Promise<JumpHost> {
    return this.database.transaction(async (tx) => {
      const decided = fresh.trustedKey === null ? {} : { decidedBy: by, decidedAt: new Date() };
      const row: JumpHost = { ...NOTHING_DECIDED, ...fresh, ...decided, id: newId('jmp'), createdAt: new Date() };
      await requireWay(tx, row.id, row.viaId);
      await insertUnique(tx, JumpHostTable, row);
      await this.changed(tx, row.id);
      return row;
    });
  }

  /**
   * Changes a jump host. Another address or port is another machine: its key must be accepted anew.
   * @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND, DUPLICATE, HOPS_REFUSED - the way would lead through itself,
   * or through more than MOST_HOPS.
   */
  patch(id: string, patch: JumpHostPatch, expectedVersion: number): Promise<JumpHost> {
    return this.database.transaction(async (tx) => {
      const row = await locked(tx, id, expectedVersion);
      const moved =
        (patch.address ?? row.address) !== row.address || (patch.port ?? row.port) !== row.port
          ? { trustedKey: null, offeredKey: null, offeredAlgorithm: null, decidedBy: null, decidedAt: null }
          : {};
      const next: JumpHost = { ...row, ...patch, ...moved, version: row.version + 1 };
      await requireWay(tx, id, next.viaId);
      await updateUnique(tx, JumpHostTable, next);
      await this.changed(tx, id);
      return next;
    });
  }

  /** @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND, IN_USE - an appliance or another jump host goes through it. */
  remove(id: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      await locked(tx, id, expectedVersion);
      // A retired appliance is history and goes nowhere any more.
      await sql(tx, 'UPDATE appliance SET jump_host_id = NULL WHERE jump_host_id = $1 AND retired_at IS NOT NULL', [
        id,
      ]);
      const [use] = await sql<{ name: string }>(
        tx,
        `SELECT name FROM appliance WHERE jump_host_id = $1 UNION ALL SELECT name FROM jump_host WHERE via_id = $1 LIMIT 1`,
        [id],
      );
      if (use) throw new PersistenceError('IN_USE', { id, by: use.name });
      await tx.getRepository(JumpHostTable).delete({ id });
      await this.changed(tx, id);
    });
  }

  /**
   * Accepts the key that was offered, or one known from elsewhere.
   * @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND
   */
  trustKey(id: string, fingerprint: string, by: string): Promise<JumpHost> {
    return this.database.transaction(async (tx) => {
      const row = await locked(tx, id, null);
      const next: JumpHost = {
        ...row,
        trustedKey: fingerprint,
        offeredKey: null,
        offeredAlgorithm: null,
        decidedBy: by,
        decidedAt: new Date(),
        version: row.version + 1,
      };
      await tx.getRepository(JumpHostTable).update({ id }, next);
      await sql(tx, 'UPDATE appliance SET sweep_due_at = now() WHERE jump_host_id = $1 AND retired_at IS NULL', [id]);
      await this.changed(tx, id);
      return next;
    });
  }

  /** Notes a key that was offered and is not the trusted one, for a person to decide. */
  async noteOffered(id: string, key: { fingerprint: string; algorithm: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows = await sql(
        tx,
        `UPDATE jump_host SET offered_key = $2, offered_algorithm = $3
         WHERE id = $1 AND offered_key IS DISTINCT FROM $2 AND trusted_key IS DISTINCT FROM $2 RETURNING id`,
        [id, key.fingerprint, key.algorithm],
      );
      if (rows.length > 0) await this.changed(tx, id);
    });
  }

  get(id: string): Promise<JumpHost | null> {
    return this.database.source.getRepository(JumpHostTable).findOneBy({ id });
  }

  list(): Promise<JumpHost[]> {
    return this.database.source.getRepository(JumpHostTable).find({ order: { name: 'ASC' } });
  }

  /** The way to each of these jump hosts, from here on: the outermost first, the named one last. */
  async ways(ids: readonly string[]): Promise<Map<string, JumpHost[]>> {
    if (ids.length === 0) return new Map();
    const all = new Map((await this.list()).map((row) => [row.id, row]));
    return new Map([...new Set(ids)].map((id) => [id, wayTo(id, all)]));
  }

  private changed(tx: Transaction, id: string): Promise<void> {
    return this.events.append(tx, [{ topic: 'appliances', type: 'jump-host.changed', subject: id }]);
  }
}

const NOTHING_DECIDED = {
  trustedKey: null,
  offeredKey: null,
  offeredAlgorithm: null,
  decidedBy: null,
  decidedAt: null,
  version: 1,
} as const;

function wayTo(id: string, all: ReadonlyMap<string, JumpHost>): JumpHost[] {
  const way: JumpHost[] = [];
  for (let next = all.get(id); next !== undefined && way.length <= MOST_HOPS;) {
    way.unshift(next);
    next = next.viaId === null ? undefined : all.get(next.viaId);
  }
  return way;
}

async function requireWay(tx: Transaction, id: string, viaId: string | null): Promise<void> {
  if (viaId === null) return;
  // One writer at a time, or two changes that are sound alone could close a circle together.
  await sql(tx, 'LOCK TABLE jump_host IN SHARE ROW EXCLUSIVE MODE');
  const all = new Map((await tx.getRepository(JumpHostTable).find()).map((row) => [row.id, row]));
  if (!all.has(viaId)) throw new PersistenceError('NOT_FOUND', { viaId });
  const way = wayTo(viaId, all);
  if (way.some((hop) => hop.id === id) || way.length >= MOST_HOPS)
    throw new PersistenceError('HOPS_REFUSED', { id, viaId });
}

async function locked(tx: Transaction, id: string, expectedVersion: number | null): Promise<JumpHost> {
  const row = await tx.getRepository(JumpHostTable).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!row) throw new PersistenceError('NOT_FOUND', { id });
  if (expectedVersion !== null && row.version !== expectedVersion) {
    throw new PersistenceError('VERSION_MISMATCH', { id, version: row.version });
  }
  return row;
}
