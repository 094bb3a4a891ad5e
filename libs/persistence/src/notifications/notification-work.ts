import { In } from 'typeorm';
import { backoffMs, nextServiceRequestState } from '../../../callhome/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import { moveRequest } from '../service-requests/move-request.js';
import { numberRequest } from '../service-requests/number-request.js';
import { ServiceRequestTable } from '../service-requests/service-request.table.js';
import { followTicket } from './ticket-following.js';
import { ChannelTable, NotificationTable, type Channel, type Notification } from './notification.table.js';

/** What one attempt gave. `switchOff`: the receiver wants no more. */
export type Attempt =
  | { kind: 'sent'; detail: string; ticket?: string }
  | { kind: 'deferred'; cause: string; detail: string; retryAfterMs: number | null }
  | { kind: 'refused'; cause: string; detail: string; switchOff: boolean };

/** What is to be told over a channel in one go. */
export interface NotificationTask {
  channel: Channel;
  /** Oldest first; one, or those of a digest. */
  notifications: [Notification, ...Notification[]];
}

const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const BY = 'notifications';
const DIGEST_SIZE = 200;
const DIGEST_REF = 'chn_';

/** The steps of telling: each records its result under the lease that the worker holds. */
export class NotificationWork {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly events: EventStore,
  ) {}

  /** What the lease is about; null: nothing of it is left to be told. */
  async begin({ refId }: Lease): Promise<NotificationTask | null> {
    const of = refId.startsWith(DIGEST_REF) ? { channelId: refId } : { id: refId };
    const [first, ...others] = await this.database.source
      .getRepository(NotificationTable)
      .find({ where: { ...of, state: 'pending' }, order: { id: 'ASC' }, take: DIGEST_SIZE });
    if (first === undefined) return null;
    const channel = await this.database.source.getRepository(ChannelTable).findOneByOrFail({ id: first.channelId });
    return { channel, notifications: [first, ...others] };
  }

  /** There was nothing left to tell. @throws {PersistenceError} LEASE_LOST */
  end(lease: Lease): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      await this.outbox.drop(tx, lease.queue, lease.refId);
    });
  }

  /**
   * Records an attempt. What was deferred is tried again for 24 hours, with growing waits.
   * @throws {PersistenceError} LEASE_LOST - nothing is recorded.
   */
  record(lease: Lease, { notifications, channel }: NotificationTask, attempt: Attempt): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      const [first] = notifications;
      const isOver = Date.now() - first.createdAt.getTime() > GIVE_UP_AFTER_MS;
      const again = attempt.kind === 'deferred' && !isOver ? attempt : null;
      const state = attempt.kind === 'sent' ? 'sent' : again === null ? 'failed' : 'pending';
      const attempts = first.attempts + 1;
      await tx.getRepository(NotificationTable).update(
        { id: In(notifications.map(({ id }) => id)) },
        {
          ...{ state, attempts, detail: attempt.detail, updatedAt: new Date() },
          cause: attempt.kind === 'sent' ? null : attempt.cause,
        },
      );
      if (attempt.kind === 'refused' && attempt.switchOff) await switchOff(tx, channel, attempt.detail);
      if (attempt.kind === 'sent' && attempt.ticket !== undefined) {
        await numberRequest(tx, this.events, { of: { id: first.subject }, number: attempt.ticket, by: BY });
        await followTicket(tx, this.outbox, first.subject);
      }
      if (state === 'failed' && first.event === 'service-request.opened' && isTicketing(channel))
        await this.notHandedOver(tx, first, attempt.detail);
      const waitMs = again === null ? 0 : Math.max(again.retryAfterMs ?? 0, backoffMs(attempts, Math.random()));
      // A digest may have got more to tell meanwhile.
      if (again !== null || (await leftFor(tx, lease))) {
        await this.outbox.defer(tx, lease, new Date(Date.now() + Math.min(waitMs, GIVE_UP_AFTER_MS)));
      } else await this.outbox.drop(tx, lease.queue, lease.refId);
    });
  }

  /** The ticket may have been made although its answer was lost: a person looks, or tries again. */
  private async notHandedOver(tx: Transaction, { subject: id }: Notification, reason: string): Promise<void> {
    const row = await tx
      .getRepository(ServiceRequestTable)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (row === null || nextServiceRequestState(row.state, 'send-failed') === null) return;
    await moveRequest(tx, this.events, { row, move: { event: 'send-failed', actor: BY, reason } });
  }
}

const isTicketing = ({ settings: { kind } }: Channel) =>
  kind === 'service-now' || kind === 'jira' || kind === 'ticket-webhook';

async function switchOff(tx: Transaction, { id }: Channel, reason: string): Promise<void> {
  await tx.getRepository(ChannelTable).update({ id }, { isEnabled: false, disabledReason: reason });
}

async function leftFor(tx: Transaction, { refId }: Lease): Promise<boolean> {
  if (!refId.startsWith(DIGEST_REF)) return false;
  const rows = await sql(tx, `SELECT FROM notification WHERE channel_id = $1 AND state = 'pending' LIMIT 1`, [refId]);
  return rows.length > 0;
}
