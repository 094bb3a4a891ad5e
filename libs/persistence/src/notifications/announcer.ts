import type { ConditionCode } from '../../../callhome/src/index.js';
import { QUEUES } from '../../../queues/src/index.js';
import { BulkRows } from '../bulk-rows.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import type { OutboxStore } from '../outbox/outbox-store.js';
import { placesOf } from '../places/places-of.js';
import { scopesOver } from '../places/scopes-over.js';
import { quietNow } from '../quiet-periods/quiet-now.js';
import { ChannelTable, NotificationTable, type Channel, type Notification } from './notification.table.js';
import { toldOf, type Told } from './told-of.js';

const rows = new BulkRows(NotificationTable);
const PRIORITY = 1;
const MINUTE_MS = 60_000;
const WEIGHTS: readonly Notification['severity'][] = ['none', 'warning', 'major', 'critical'];

/** Turns what happened into notifications, one for each channel that wants to hear of it. */
export class Announcer {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
    private readonly outbox: OutboxStore,
  ) {}

  /**
   * Announces what happened since the last call, at most `limit` events. How far it got is written with the
   * notifications, so that each thing is announced once. Safe to run in several processes at once: one of them works.
   * @returns how many events it looked at.
   */
  announce(limit: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [at] = await sql<{ cursor: string }>(tx, 'SELECT cursor FROM announced FOR UPDATE SKIP LOCKED');
      if (at === undefined) return 0;
      const { events, cursor } = await this.events.after(at.cursor, limit, tx);
      if (events.length === 0) return 0;
      const channels = await tx.getRepository(ChannelTable).findBy({ isEnabled: true });
      if (channels.length > 0) await this.tell(tx, await audible(tx, await toldOf(tx, events)), channels);
      await sql(tx, 'UPDATE announced SET cursor = $1', [cursor]);
      return events.length;
    });
  }

  private async tell(tx: Transaction, told: readonly Heard[], channels: readonly Channel[]): Promise<void> {
    const made = told.flatMap((one) =>
      channels.filter((channel) => isFor(channel, one)).map((channel) => ({ channel, row: rowFor(channel, one) })),
    );
    await rows.upsert(
      tx,
      made.map(({ row }) => row),
      ['channelId', 'dedupeKey'],
    );
    const single = made.filter(({ channel }) => channel.digestMinutes === null);
    await this.outbox.addAll(
      tx,
      QUEUES.notify.name,
      single.map(({ row }) => ({ refId: row.id, priority: PRIORITY, dueAt: null })),
    );
    for (const { id, digestMinutes } of new Set(made.map(({ channel }) => channel))) {
      if (digestMinutes === null) continue;
      const dueAt = new Date(Date.now() + digestMinutes * MINUTE_MS);
      await this.outbox.ensure(tx, { queue: QUEUES.notify.name, refId: id, priority: PRIORITY, dueAt });
    }
  }
}

interface Heard {
  told: Told;
  scopes: readonly string[];
}

/** In a quiet period nobody is told of conditions. */
async function audible(tx: Transaction, told: readonly Told[]): Promise<Heard[]> {
  const nowMs = Date.now();
  const places = await placesOf(tx, [...new Set(told.map((one) => one.applianceId))]);
  const holds = await quietNow(tx, nowMs);
  return told.flatMap((one) => {
    const place = places.get(one.applianceId);
    if (place === undefined) return [];
    if (one.condition !== null) {
      const { code, component } = one.condition;
      const held = holds(place, { code: code as ConditionCode, component });
      if (held.maintenanceUntilMs !== null || held.silencedUntilMs !== null) return [];
    }
    return [{ told: one, scopes: scopesOver(place) }];
  });
}

function isFor({ scope, events, leastSeverity }: Channel, { told, scopes }: Heard): boolean {
  if (!events.includes(told.event) || !scopes.includes(scope)) return false;
  return leastSeverity === null || WEIGHTS.indexOf(told.severity) >= WEIGHTS.indexOf(leastSeverity);
}

function rowFor({ id: channelId }: Channel, { told }: Heard): Notification {
  const { key: dedupeKey, condition: _condition, ...rest } = told;
  const now = new Date();
  return {
    ...rest,
    ...{ id: newId('ntf'), channelId, dedupeKey, state: 'pending', attempts: 0, cause: null, detail: null },
    ...{ createdAt: now, updatedAt: now },
  };
}
