import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { QUEUES } from '../../../queues/src/index.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import { moveRequest } from '../service-requests/move-request.js';
import { ServiceRequestTable } from '../service-requests/service-request.table.js';
import { ChannelTable, type Channel } from './notification.table.js';

/** A ticket to look at: the channel that it was opened over, and its number there. */
export interface FollowedTicket {
  channel: Channel;
  number: string;
}

const EVERY_MS = 3_600_000;
const PRIORITY = 9;

/** Has a ticket looked at from time to time, from the caller's transaction on. */
export function followTicket(tx: Transaction, outbox: OutboxStore, requestId: string): Promise<void> {
  const dueAt = new Date(Date.now() + EVERY_MS);
  return outbox.ensure(tx, { queue: QUEUES.notify.name, refId: requestId, priority: PRIORITY, dueAt });
}

/** Follows the tickets of service requests: one that is closed in its system is closed here. */
export class TicketFollowing {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly events: EventStore,
  ) {}

  /** The ticket of the request that the lease is about; null: it is not open any more, or its channel is gone. */
  async ticketOf({ refId }: Lease): Promise<FollowedTicket | null> {
    const [row] = await sql<{ channelId: string; number: string }>(
      this.database.source.manager,
      `SELECT n.channel_id AS "channelId", r.number FROM service_request r
         JOIN notification n ON n.subject = r.id AND n.event = 'service-request.opened' AND n.state = 'sent'
         JOIN channel c ON c.id = n.channel_id AND c.settings->>'kind' IN ('service-now', 'jira')
       WHERE r.id = $1 AND r.state = 'open' AND r.number IS NOT NULL ORDER BY n.id DESC LIMIT 1`,
      [refId],
    );
    if (row === undefined) return null;
    const channel = await this.database.source.getRepository(ChannelTable).findOneBy({ id: row.channelId });
    return channel && { channel, number: row.number };
  }

  /** Records how the ticket stands. @throws {PersistenceError} LEASE_LOST */
  looked(lease: Lease, state: 'open' | 'closed' | 'unknown'): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      if (state !== 'closed') return this.outbox.defer(tx, lease, new Date(Date.now() + EVERY_MS));
      await this.outbox.drop(tx, lease.queue, lease.refId);
      const row = await tx
        .getRepository(ServiceRequestTable)
        .findOne({ where: { id: lease.refId }, lock: { mode: 'pessimistic_write' } });
      if (row?.state !== 'open') return;
      const move = { event: 'closed' as const, actor: 'notifications', reason: 'closed in the ticket system' };
      await moveRequest(tx, this.events, { row, move });
    });
  }
}
