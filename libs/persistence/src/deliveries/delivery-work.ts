import type { DeliveryEvent } from '../../../callhome/src/index.js';
import { QUEUES } from '../../../queues/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import { newId } from '../identifiers.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import type { EventStore } from '../events/event-store.js';
import type { RegistrationStore } from '../registrations/registration-store.js';
import { numberRequest } from '../service-requests/number-request.js';
import type { DeliveryMove, DeliveryStore } from './delivery-store.js';
import type { BundleFacts, Delivery, Receipt } from './delivery.table.js';

/** Why an attempt failed; `retryInMs` null means that trying again is pointless or used up. */
export interface AttemptFailure {
  reason: string;
  retryInMs: number | null;
}

const MANUAL_PRIORITY = 2;

/**
 * The steps of a delivery's work. Each records its result, and what comes next, in one transaction that first proves
 * the lease; a worker that lost it records nothing.
 */
export class DeliveryWork {
  private readonly deliveries: DeliveryStore;
  private readonly registrations: RegistrationStore;
  private readonly events: EventStore;

  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    {
      deliveries,
      registrations,
      events,
    }: { deliveries: DeliveryStore; registrations: RegistrationStore; events: EventStore },
  ) {
    this.deliveries = deliveries;
    this.registrations = registrations;
    this.events = events;
  }

  /** Starts collecting. A delivery that a lost worker left collecting is taken back first. */
  beginCollect(lease: Lease, worker: string): Promise<Delivery> {
    return this.underLease(lease, (tx) =>
      this.deliveries.move(tx, lease.refId, (delivery) => [
        ...(delivery.state === 'collecting' ? [by(worker, 'leaseExpired', 'worker-lost')] : []),
        {
          ...by(worker, 'claimed'),
          set: { collectAttempts: delivery.collectAttempts + 1, nextAttemptAt: null },
        },
      ]),
    );
  }

  /** The bundle is in the store: next comes the transmission, or, without a destination, nothing until there is one. */
  collected(
    lease: Lease,
    result: { worker: string; bundle: BundleFacts; destinationId: string | null },
  ): Promise<Delivery> {
    const { worker, bundle, destinationId } = result;
    return this.underLease(lease, async (tx) => {
      const next = destinationId === null ? by(worker, 'unrouted') : by(worker, 'enqueued');
      const delivery = await this.deliveries.move(tx, lease.refId, () => [
        { ...by(worker, 'collected'), set: { bundle } },
        { ...next, set: { destinationId } },
      ]);
      await this.outbox.drop(tx, lease.queue, lease.refId);
      if (destinationId !== null) await this.queueTransmission(tx, delivery);
      return delivery;
    });
  }

  collectFailed(lease: Lease, worker: string, failure: AttemptFailure): Promise<Delivery> {
    const event = failure.retryInMs === null ? 'refused' : 'deferred';
    return this.failed(lease, by(worker, event, failure.reason), failure.retryInMs);
  }

  /** Starts transmitting. What a lost worker left transmitting is taken back first, with the same idempotency key. */
  beginTransmit(lease: Lease, worker: string): Promise<Delivery> {
    return this.underLease(lease, (tx) =>
      this.deliveries.move(tx, lease.refId, (delivery) => [
        ...(delivery.state === 'transmitting' ? [by(worker, 'leaseExpired', 'worker-lost')] : []),
        ...(delivery.state === 'transmitting' || delivery.state === 'retrying' ? [by(worker, 'due')] : []),
        {
          ...by(worker, 'claimed'),
          set: { transmitAttempts: delivery.transmitAttempts + 1, nextAttemptAt: null },
        },
      ]),
    );
  }

  /** The receiver has it. A case number that it gives is that of the service request which the bundle was sent for. */
  accepted(lease: Lease, worker: string, result: { receipt: Receipt; caseNumber: string | null }): Promise<Delivery> {
    return this.underLease(lease, async (tx) => {
      const delivery = await this.deliveries.move(tx, lease.refId, () => [{ ...by(worker, 'accepted'), set: result }]);
      await this.registrations.confirmed(tx, delivery);
      if (result.caseNumber !== null) {
        await numberRequest(tx, this.events, {
          of: { deliveryId: delivery.id },
          number: result.caseNumber,
          by: worker,
        });
      }
      await this.outbox.drop(tx, lease.queue, lease.refId);
      return delivery;
    });
  }

  transmitFailed(lease: Lease, worker: string, failure: AttemptFailure): Promise<Delivery> {
    const event = failure.retryInMs === null ? 'refused' : 'deferred';
    return this.failed(lease, by(worker, event, failure.reason), failure.retryInMs);
  }

  /**
   * A person asks for a bundle of an appliance now, and says why.
   * @returns the new delivery's id.
   */
  async request(applianceId: string, who: string, note: string): Promise<string> {
    const id = newId('dlv');
    await this.database.transaction((tx) =>
      this.deliveries.addAll(tx, [
        {
          id,
          dedupeKey: `manual:${id}`,
          type: 'manual',
          applianceId,
          conditionId: null,
          bootEpochId: null,
          priority: MANUAL_PRIORITY,
          createdBy: who,
          suppress: null,
          note,
        },
      ]),
    );
    return id;
  }

  /** A person tries a failed delivery again, or one that had no destination. @throws {CallHomeError} DELIVERY_TRANSITION_ILLEGAL */
  retry(id: string, who: string, destinationId: string | null): Promise<Delivery> {
    return this.database.transaction(async (tx) => {
      const delivery = await this.deliveries.move(tx, id, (row) => [
        {
          ...by(who, row.state === 'no-destination' ? 'enqueued' : 'retried'),
          set: { collectAttempts: 0, transmitAttempts: 0, destinationId: row.destinationId ?? destinationId },
        },
      ]);
      if (delivery.state === 'queued') await this.queueTransmission(tx, delivery);
      else await this.outbox.add(tx, { queue: QUEUES.collect.name, refId: id, priority: delivery.priority });
      return delivery;
    });
  }

  /** A person cancels a delivery; a worker on it loses its lease. @throws {CallHomeError} DELIVERY_TRANSITION_ILLEGAL */
  cancel(id: string, who: string): Promise<Delivery> {
    return this.database.transaction(async (tx) => {
      const delivery = await this.deliveries.move(tx, id, () => [by(who, 'cancelled')]);
      await this.outbox.drop(tx, QUEUES.collect.name, id);
      await this.outbox.drop(tx, QUEUES.transmit.name, id);
      return delivery;
    });
  }

  /** Deliveries whose bundle waits for a destination. */
  async withoutDestination(): Promise<{ id: string; applianceId: string }[]> {
    return sql(
      this.database.source.manager,
      `SELECT id, appliance_id AS "applianceId" FROM delivery WHERE state = 'no-destination' ORDER BY id LIMIT 500`,
    );
  }

  private failed(lease: Lease, move: DeliveryMove, retryInMs: number | null): Promise<Delivery> {
    return this.underLease(lease, async (tx) => {
      const dueAt = retryInMs === null ? null : new Date(Date.now() + retryInMs);
      const delivery = await this.deliveries.move(tx, lease.refId, () => [{ ...move, set: { nextAttemptAt: dueAt } }]);
      if (dueAt === null) {
        await this.registrations.refused(tx, delivery, move.reason ?? 'unknown');
        await this.outbox.drop(tx, lease.queue, lease.refId);
      } else await this.outbox.add(tx, { queue: lease.queue, refId: lease.refId, priority: delivery.priority, dueAt });
      return delivery;
    });
  }

  private queueTransmission(tx: Transaction, { id, priority }: Delivery): Promise<void> {
    return this.outbox.add(tx, { queue: QUEUES.transmit.name, refId: id, priority });
  }

  private underLease<T>(lease: Lease, record: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      return record(tx);
    });
  }
}

function by(actor: string, event: DeliveryEvent, reason: string | null = null): DeliveryMove {
  return { actor, event, reason };
}
