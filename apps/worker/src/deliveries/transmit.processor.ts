import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { BundleError } from '../../../../libs/bundles/src/index.js';
import { backoffMs } from '../../../../libs/callhome/src/index.js';
import type { Outcome } from '../../../../libs/destinations/src/index.js';
import type { Delivery } from '../../../../libs/persistence/src/index.js';
import { QUEUES, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { underLease } from '../leases/under-lease.js';
import { WorkerProcess } from '../worker-process.js';
import { DestinationRegistry } from './destination-registry.js';

/** Transmits one delivery. The receiver knows it by its id, so a repeat after a lost answer is stored once. */
@Processor(QUEUES.transmit.name)
export class TransmitProcessor extends WorkerHost {
  constructor(
    private readonly process_: WorkerProcess,
    private readonly destinations: DestinationRegistry,
  ) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { stores, name } = this.process_;
    await underLease(
      this.process_.holder('delivery'),
      { queue: QUEUES.transmit.name, refId },
      async (lease, signal) => {
        const delivery = await stores.deliveryWork.beginTransmit(lease, name);
        const outcome = await this.transmit(delivery, signal);
        signal.throwIfAborted();
        if (outcome.kind === 'accepted') {
          const { receiptId, sha256, caseNumber } = outcome.receipt;
          const receipt = { receiptId, sha256, at: new Date().toISOString() };
          await stores.deliveryWork.accepted(lease, name, { receipt, caseNumber });
        } else {
          const failure = { reason: outcome.cause, retryInMs: waitAfter(outcome, delivery) };
          await stores.deliveryWork.transmitFailed(lease, name, failure);
        }
      },
    );
  }

  private async transmit(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { bundle, destinationId } = delivery;
    const destination = destinationId === null ? null : await this.destinations.get(destinationId);
    if (!destination) return { kind: 'refused', cause: 'destination-removed', detail: 'The destination is gone.' };
    if (!bundle) return { kind: 'refused', cause: 'bundle-missing', detail: 'Nothing was collected.' };
    const report = {
      id: delivery.id,
      contentType: bundle.fileName.endsWith('.json') ? 'application/json' : 'application/gzip',
      bytes: bundle.bytes,
      sha256: bundle.sha256,
      open: async () => (await this.process_.bundles.open(delivery.id)).stream,
    };
    try {
      return await destination.transmit(report, signal);
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
      return { kind: 'refused', cause: error.code.toLowerCase().replaceAll('_', '-'), detail: error.message };
    }
  }
}

function waitAfter(outcome: Exclude<Outcome, { kind: 'accepted' }>, delivery: Delivery): number | null {
  if (outcome.kind === 'refused' || delivery.transmitAttempts >= delivery.maxAttempts) return null;
  return Math.max(outcome.retryAfterMs ?? 0, backoffMs(delivery.transmitAttempts, Math.random()));
}
