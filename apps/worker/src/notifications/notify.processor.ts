import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { addressPolicy, NotificationError } from '../../../../libs/notifications/src/index.js';
import type { Attempt, Channel, Lease, NotificationTask } from '../../../../libs/persistence/src/index.js';
import { QUEUES, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { underLease } from '../leases/under-lease.js';
import { WorkerProcess } from '../worker-process.js';
import { openChannel, type OpenChannel, type Surroundings } from './open-channel.js';

const REQUEST_REF = 'srq_';

/** Tells one notification, or the digest of a channel, or looks at the ticket of a service request. Receivers know a repeat after a lost answer by its id. */
@Processor(QUEUES.notify.name)
export class NotifyProcessor extends WorkerHost {
  private readonly around: Surroundings;
  private readonly open = new Map<string, { version: number; channel: OpenChannel }>();

  constructor(private readonly process_: WorkerProcess) {
    super();
    const { stores, settings } = process_;
    const exceptions = settings.outboundExceptions
      .split(',')
      .flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
    this.around = {
      addressPolicy: addressPolicy({ networks: null, exceptions }),
      snmpEngineId: stores.channels.snmpEngineId(),
    };
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { notificationWork } = this.process_.stores;
    await underLease(this.process_.holder('delivery'), { queue: QUEUES.notify.name, refId }, async (lease, signal) => {
      if (refId.startsWith(REQUEST_REF)) return this.look(lease, signal);
      const task = await notificationWork.begin(lease);
      if (task === null) return notificationWork.end(lease);
      const attempt = await this.tell(task, signal);
      signal.throwIfAborted();
      await notificationWork.record(lease, task, attempt);
    });
  }

  private async look(lease: Lease, signal: AbortSignal): Promise<void> {
    const { tickets, notificationWork } = this.process_.stores;
    const ticket = await tickets.ticketOf(lease);
    if (ticket === null) return notificationWork.end(lease);
    const state = await this.ready(ticket.channel).look?.(ticket.number, signal);
    signal.throwIfAborted();
    await tickets.looked(lease, state ?? 'unknown');
  }

  private async tell({ channel, notifications }: NotificationTask, signal: AbortSignal): Promise<Attempt> {
    const [{ event }] = notifications;
    if (!channel.isEnabled && event !== 'test') return refused('channel-off', 'the channel is switched off');
    try {
      return await this.ready(channel).tell(notifications, signal);
    } catch (error) {
      if (!(error instanceof NotificationError)) throw error;
      return refused(error.code.toLowerCase().replaceAll('_', '-'), error.message);
    }
  }

  private ready({ id, version, ...row }: Channel): OpenChannel {
    const known = this.open.get(id);
    if (known?.version === version) return known.channel;
    const secrets = this.process_.stores.channels.secretsOf({ id, version, ...row });
    const channel = openChannel(row.settings, secrets, this.around);
    this.open.set(id, { version, channel });
    return channel;
  }
}

const refused = (cause: string, detail: string): Attempt => ({ kind: 'refused', cause, detail, switchOff: false });
