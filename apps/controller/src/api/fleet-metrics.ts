import { Injectable } from '@nestjs/common';
import { OutboxStore, OverviewStore } from '../../../../libs/persistence/src/index.js';
import { QUEUE_NAMES } from '../../../../libs/queues/src/index.js';
import type { Gauge } from '../../../../libs/telemetry/src/index.js';
import { QueueViews } from '../queues/queue-views.js';
import { Resources } from '../resources.js';

/** The figures of the fleet, counted when somebody asks for them. */
@Injectable()
export class FleetMetrics {
  private readonly outstanding: Gauge<'queue'>;
  private readonly jobs: Gauge<'queue' | 'state'>;
  private readonly deliveries: Gauge<'state'>;

  constructor(
    private readonly resources: Resources,
    private readonly outbox: OutboxStore,
    private readonly overview: OverviewStore,
    private readonly queues: QueueViews,
  ) {
    const { metrics } = resources;
    this.outstanding = metrics.gauge({
      name: 'outbox_outstanding',
      help: 'Work that is still to be done, by queue',
      labels: ['queue'],
    });
    this.jobs = metrics.gauge({ name: 'queue_jobs', help: 'Jobs in Redis', labels: ['queue', 'state'] });
    this.deliveries = metrics.gauge({ name: 'deliveries', help: 'Deliveries by state', labels: ['state'] });
  }

  /** All metrics of this process. What cannot be counted now is left out, never shown as it was. */
  async text(): Promise<string> {
    await Promise.all([this.countWork(), this.countJobs(), this.countDeliveries()]);
    return this.resources.metrics.text();
  }

  private async countWork(): Promise<void> {
    this.outstanding.reset();
    const rows = await this.outbox.outstanding().catch(() => null);
    if (rows === null) return;
    for (const queue of QUEUE_NAMES) this.outstanding.set({ queue }, 0);
    for (const { queue, outstanding } of rows) this.outstanding.set({ queue }, outstanding);
  }

  private async countJobs(): Promise<void> {
    this.jobs.reset();
    for (const { name, waiting, active, delayed, failed } of (await this.queues.counts()) ?? []) {
      for (const [state, count] of Object.entries({ waiting, active, delayed, failed })) {
        this.jobs.set({ queue: name, state }, count);
      }
    }
  }

  private async countDeliveries(): Promise<void> {
    this.deliveries.reset();
    const figures = await this.overview.figures().catch(() => null);
    for (const { state, count } of figures?.deliveriesByState ?? []) this.deliveries.set({ state }, count);
  }
}
