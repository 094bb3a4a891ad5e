import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventStore, OutboxStore } from '../../../../libs/persistence/src/index.js';
import { evictionPolicy, redisRemembers } from '../../../../libs/queues/src/index.js';
import { PacedLoop } from '../paced-loop.js';
import { Resources } from '../resources.js';

const AT_ONCE = 500;
const SAFE_POLICY = 'noeviction';

/** Hands work that the database holds to the queues. Several may run at once, in one process or in many. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: PacedLoop;
  private stopListening: (() => Promise<void>) | null = null;
  private policyKnown = false;
  private warning: string | null = null;

  constructor(
    private readonly outbox: OutboxStore,
    private readonly events: EventStore,
    private readonly resources: Resources,
  ) {
    const everyMs = resources.settings.relayIntervalMs;
    this.loop = new PacedLoop({ name: 'relay', everyMs, run: () => this.run() }, resources.logger);
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.events.listen(() => this.loop.wake());
    this.resources.redis.on('ready', this.wake);
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.resources.redis.off('ready', this.wake);
    await this.stopListening?.();
    await this.loop.stop();
  }

  /** What is wrong with how this Redis is set up; null if nothing is, or if it cannot be told. */
  get redisWarning(): string | null {
    return this.warning;
  }

  /**
   * Hands over everything that is due. A Redis that has been emptied has lost what was handed over before, so all of
   * it is handed over again.
   * @returns how many jobs were added; null while Redis is away: nothing is marked then, so nothing is lost.
   */
  async run(): Promise<number | null> {
    const { redis, queues, settings } = this.resources;
    if (redis.status !== 'ready') return null;
    await this.learnPolicy();
    if (!(await redisRemembers(redis, settings.redisPrefix))) {
      const forgotten = await this.outbox.forgetDispatches();
      if (forgotten > 0) this.resources.logger.warn({ jobs: forgotten }, 'redis is empty; queues are filled again');
    }
    let total = 0;
    for (;;) {
      const added = await this.outbox.dispatch(settings.redispatchSeconds * 1000, AT_ONCE, (work) => queues.add(work));
      total += added;
      if (added === 0) return total;
    }
  }

  private async learnPolicy(): Promise<void> {
    if (this.policyKnown) return;
    this.policyKnown = true;
    const policy = await evictionPolicy(this.resources.redis);
    if (policy === null || policy === SAFE_POLICY) return;
    this.warning = `maxmemory-policy of Redis is ${policy}: it may drop jobs; set it to ${SAFE_POLICY}`;
    this.resources.logger.warn({ policy }, 'redis may drop jobs; set its maxmemory-policy to noeviction');
  }

  private readonly wake = (): void => {
    this.policyKnown = false; // it may be another server now
    this.loop.wake();
  };
}
