import { QUEUES } from '../../../queues/src/index.js';
import type { Vault } from '../credentials/vault.js';
import { sql, type Database, type Transaction } from '../database.js';
import { newId } from '../identifiers.js';
import { insertUnique, updateUnique } from '../insert-unique.js';
import type { OutboxStore } from '../outbox/outbox-store.js';
import { PersistenceError } from '../persistence-error.js';
import {
  ChannelTable,
  NotificationTable,
  type Channel,
  type ChannelSecrets,
  type Notification,
} from './notification.table.js';

export type NewChannel = Pick<
  Channel,
  'name' | 'scope' | 'events' | 'leastSeverity' | 'settings' | 'digestMinutes' | 'isEnabled'
>;

export interface ChannelChange {
  /** The version that the change was made for. */
  version: number;
  patch: Partial<NewChannel>;
  secrets: ChannelSecrets;
}

/** What of the delivery log to list; null: any. */
export interface NotificationFilter {
  channelId: string | null;
  state: Notification['state'] | null;
}

const TEST_PRIORITY = 0;

/** Channels and the log of what was told over them. Secrets go in sealed and come out only for sending. */
export class ChannelStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly vault: Vault,
  ) {}

  /** @throws {PersistenceError} DUPLICATE - the name is taken. */
  async add(fresh: NewChannel, secrets: ChannelSecrets, by: string): Promise<Channel> {
    const id = newId('chn');
    const row: Channel = {
      ...fresh,
      ...{ id, sealedSecrets: this.sealed(id, secrets), disabledReason: null },
      ...{ createdBy: by, createdAt: new Date(), version: 1 },
    };
    await insertUnique(this.database.source.manager, ChannelTable, row);
    return row;
  }

  /**
   * Changes a channel; secrets that are not given stay, unless its kind changes. Enabling ends what had switched it off.
   * @throws {PersistenceError} NOT_FOUND, VERSION_MISMATCH, DUPLICATE
   */
  change(id: string, { version, patch, secrets }: ChannelChange): Promise<Channel> {
    return this.database.transaction(async (tx) => {
      const row = await tx.getRepository(ChannelTable).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new PersistenceError('NOT_FOUND', { id });
      if (row.version !== version) throw new PersistenceError('VERSION_MISMATCH', { id });
      const kept = patch.settings !== undefined && patch.settings.kind !== row.settings.kind ? {} : this.secretsOf(row);
      const changed: Channel = {
        ...row,
        ...patch,
        sealedSecrets: this.sealed(id, { ...kept, ...secrets }),
        disabledReason: patch.isEnabled === undefined ? row.disabledReason : null,
        version: row.version + 1,
      };
      await updateUnique(tx, ChannelTable, changed);
      return changed;
    });
  }

  /**
   * Removes a channel with its log; what still waits in it is not told.
   * @throws {PersistenceError} NOT_FOUND, VERSION_MISMATCH
   */
  async remove(id: string, version: number): Promise<void> {
    const { affected } = await this.database.source.getRepository(ChannelTable).delete({ id, version });
    if (affected === 1) return;
    throw new PersistenceError((await this.get(id)) === null ? 'NOT_FOUND' : 'VERSION_MISMATCH', { id });
  }

  get(id: string): Promise<Channel | null> {
    return this.database.source.getRepository(ChannelTable).findOneBy({ id });
  }

  /** By name. */
  list(): Promise<Channel[]> {
    return this.database.source.getRepository(ChannelTable).find({ order: { name: 'ASC' } });
  }

  /** @throws {PersistenceError} SECRET_UNREADABLE */
  secretsOf({ id, sealedSecrets }: Channel): ChannelSecrets {
    return sealedSecrets === null ? {} : (JSON.parse(this.vault.open(sealedSecrets, id)) as ChannelSecrets);
  }

  /**
   * The engine id that SNMPv3 traps of this installation carry, hex: receivers know a user by it, so every process has
   * the same one. RFC 3411, SnmpEngineID, format 5 (octets).
   */
  snmpEngineId(): string {
    return `8000000005${this.vault.derive('snmp-engine-id').toString('hex').slice(0, 24)}`;
  }

  /** Sends a test over a channel, also over one that is switched off. @throws {PersistenceError} NOT_FOUND */
  test(id: string, by: string): Promise<Notification> {
    return this.database.transaction(async (tx) => {
      if (!(await tx.getRepository(ChannelTable).existsBy({ id }))) throw new PersistenceError('NOT_FOUND', { id });
      const ntf = newId('ntf');
      const now = new Date();
      const row: Notification = {
        ...{ id: ntf, channelId: id, dedupeKey: ntf, event: 'test', subject: id, applianceId: null },
        ...{ severity: 'none', title: `Test by ${by}`, data: {}, happenedAt: now },
        ...{ state: 'pending', attempts: 0, cause: null, detail: null, createdAt: now, updatedAt: now },
      };
      await insertUnique(tx, NotificationTable, row);
      await this.queue(tx, ntf);
      return row;
    });
  }

  /** The log, newest first; `before` is the last id seen. */
  log(filter: NotificationFilter, limit: number, before: string | null): Promise<Notification[]> {
    const rows = this.matching(filter).orderBy('n.id', 'DESC').limit(limit);
    if (before !== null) rows.andWhere('n.id < :before', { before });
    return rows.getMany();
  }

  countLog(filter: NotificationFilter): Promise<number> {
    return this.matching(filter).getCount();
  }

  /** Tells once more what could not be told. @throws {PersistenceError} NOT_FOUND, ILLEGAL_TRANSITION */
  retry(id: string): Promise<Notification> {
    return this.database.transaction(async (tx) => {
      const notifications = tx.getRepository(NotificationTable);
      const row = await notifications.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new PersistenceError('NOT_FOUND', { id });
      if (row.state !== 'failed') {
        throw new PersistenceError('ILLEGAL_TRANSITION', { id, state: row.state, event: 'retried' });
      }
      // The time of its making too: it is tried for as long as a new one.
      const now = new Date();
      const again = { state: 'pending' as const, attempts: 0, createdAt: now, updatedAt: now };
      await notifications.update({ id }, again);
      await this.queue(tx, id);
      return { ...row, ...again };
    });
  }

  /** Forgets what was told more than `keepDays` ago. */
  async prune(keepDays: number): Promise<void> {
    await sql(
      this.database.source.manager,
      `DELETE FROM notification WHERE state <> 'pending' AND created_at < now() - $1 * interval '1 day'`,
      [keepDays],
    );
  }

  private queue(tx: Transaction, refId: string): Promise<void> {
    return this.outbox.add(tx, { queue: QUEUES.notify.name, refId, priority: TEST_PRIORITY });
  }

  private sealed(id: string, secrets: ChannelSecrets): Channel['sealedSecrets'] {
    return Object.keys(secrets).length === 0 ? null : this.vault.seal(JSON.stringify(secrets), id);
  }

  private matching({ channelId, state }: NotificationFilter) {
    const rows = this.database.source.getRepository(NotificationTable).createQueryBuilder('n').where('true');
    if (channelId !== null) rows.andWhere('n.channelId = :channelId', { channelId });
    if (state !== null) rows.andWhere('n.state = :state', { state });
    return rows;
  }
}
