import { Readable } from 'node:stream';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { BundleError } from '../../../../libs/bundles/src/index.js';
import { backoffMs, resolveSettings } from '../../../../libs/callhome/src/index.js';
import { TranscriptError } from '../../../../libs/netscaler-cli/src/index.js';
import { type AttemptFailure, type BundleFacts, type Delivery } from '../../../../libs/persistence/src/index.js';
import { QUEUES, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { SshError, type SshErrorCode } from '../../../../libs/ssh/src/index.js';
import { connectionTo, noteLoginRefused } from '../connection/connection-to.js';
import { underLease } from '../leases/under-lease.js';
import { WorkerProcess } from '../worker-process.js';
import { reportOf } from './report-of.js';
import { NoArchiveError, makeHostArchive, makeInstanceArchive } from './collect-bundle.js';

/** Failures that no further attempt mends: a person has to act. */
const FINAL: readonly SshErrorCode[] = [
  'AUTH_FAILED',
  'HOST_KEY_CHANGED',
  'HOST_KEY_UNTRUSTED',
  'PASSWORD_CHANGE_REQUIRED',
];

/** Fetches the bundle of one delivery into the store. */
@Processor(QUEUES.collect.name)
export class CollectProcessor extends WorkerHost {
  constructor(private readonly process_: WorkerProcess) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { stores, name } = this.process_;
    await underLease(this.process_.holder('delivery'), { queue: QUEUES.collect.name, refId }, async (lease, signal) => {
      const delivery = await stores.deliveryWork.beginCollect(lease, name);
      let bundle: BundleFacts;
      try {
        bundle = await this.collect(delivery, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof SshError && error.code === 'AUTH_FAILED')
          await noteLoginRefused(stores, delivery.applianceId);
        await stores.deliveryWork.collectFailed(lease, name, failureOf(error, delivery));
        return;
      }
      const destinationId = await this.destinationOf(delivery);
      await stores.deliveryWork.collected(lease, { worker: name, bundle, destinationId });
    });
  }

  private async collect(delivery: Delivery, signal: AbortSignal): Promise<BundleFacts> {
    const { stores, bundles, settings, sessions } = this.process_;
    const startedAt = Date.now();
    const [facts] = await stores.appliances.facts([delivery.applianceId]);
    if (!facts || facts.appliance.retiredAt !== null) throw new NoArchiveError('the appliance is retired');
    if (delivery.type === 'registration' || delivery.type === 'heartbeat') {
      const report = reportOf(delivery.type, {
        delivery,
        facts,
        parts: await stores.appliances.components(delivery.applianceId),
      });
      const { bytes, sha256 } = await bundles.receive(delivery.id, Readable.from([report]), {
        maxBytes: settings.bundleMaxBytes,
      });
      return { bytes, sha256, fileName: `${delivery.id}.json`, collectedMs: Date.now() - startedAt };
    }
    const to = await connectionTo(facts, this.process_);
    if ('cause' in to) throw new NoArchiveError(to.cause);
    return sessions.use(to, { attempt: { offeredKey: null }, signal }, async (session) => {
      const archive =
        facts.appliance.kind === 'sdx-host'
          ? await makeHostArchive(session, signal)
          : await makeInstanceArchive(session);
      const { stream } = await archive.open();
      const { bytes, sha256 } = await bundles.receive(delivery.id, stream, { maxBytes: settings.bundleMaxBytes });
      await this.tidy(archive.remove, delivery);
      return { bytes, sha256, fileName: archive.fileName, collectedMs: Date.now() - startedAt };
    });
  }

  /** The bundle is safe; an archive left behind on the appliance is worth a line in the log, not the delivery. */
  private async tidy(remove: () => Promise<void>, { id, applianceId }: Delivery): Promise<void> {
    try {
      await remove();
    } catch (error) {
      this.process_.log.warn({ err: error, deliveryId: id, applianceId }, 'archive not removed from the appliance');
    }
  }

  private async destinationOf({ applianceId }: Delivery): Promise<string | null> {
    const { layers, destinations } = this.process_.stores;
    const layersOf = await layers.forAppliances([applianceId]);
    const id = resolveSettings(layersOf(applianceId)).destination.value;
    return id !== null && (await destinations.get(id)) !== null ? id : null;
  }
}

function failureOf(error: unknown, delivery: Delivery): AttemptFailure {
  const last = delivery.collectAttempts >= delivery.maxAttempts;
  const wait = last ? null : backoffMs(delivery.collectAttempts, Math.random());
  if (error instanceof SshError) {
    const reason = error.code.toLowerCase().replaceAll('_', '-');
    return { reason, retryInMs: FINAL.includes(error.code) ? null : wait };
  }
  if (error instanceof BundleError) {
    return { reason: error.code.toLowerCase().replaceAll('_', '-'), retryInMs: error.retryable ? wait : null };
  }
  if (error instanceof NoArchiveError || error instanceof TranscriptError)
    return { reason: error.message, retryInMs: wait };
  throw error;
}
