import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  Announcer,
  ChannelStore,
  EventStore,
  QuietPeriodStore,
  RegistrationStore,
  SweepStore,
} from '../../../../libs/persistence/src/index.js';
import { RouteWaiting } from '../deliveries/route-waiting.js';
import { PacedLoop } from '../paced-loop.js';
import { Resources } from '../resources.js';
import { ExpiredOverrides } from './expired-overrides.js';

const SHARD_SIZE = 100;
const SWEEP_TICK_MS = 1000;
const ROUTE_TICK_MS = 10_000;
const EXPIRY_TICK_MS = 10_000;
const QUIET_TICK_MS = 10_000;
const HEARTBEAT_TICK_MS = 10_000;
const HEARTBEATS_AT_ONCE = 500;
const ANNOUNCE_TICK_MS = 1000;
const EVENTS_AT_ONCE = 500;
const PRUNE_TICK_MS = 60_000;
const KEEP_EVENTS_MINUTES = 60;
const KEEP_SWEEPS_HOURS = 24;
const KEEP_NOTIFICATIONS_DAYS = 90;

/** What happens by itself as time passes. Every claim is made in the database, so any number of controllers may tick. */
@Injectable()
export class Ticks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loops: PacedLoop[];

  constructor(
    sweeps: SweepStore,
    events: EventStore,
    routing: RouteWaiting,
    expiry: ExpiredOverrides,
    quietPeriods: QuietPeriodStore,
    registrations: RegistrationStore,
    announcer: Announcer,
    channels: ChannelStore,
    { settings, logger }: Resources, // prettier-ignore
  ) {
    const prune = async () => {
      await events.prune(KEEP_EVENTS_MINUTES);
      await sweeps.prune(KEEP_SWEEPS_HOURS);
      await channels.prune(KEEP_NOTIFICATIONS_DAYS);
    };
    const beat = async () => {
      while ((await registrations.beat(HEARTBEATS_AT_ONCE)) === HEARTBEATS_AT_ONCE);
      await registrations.noteMissed();
    };
    const announce = async () => {
      while ((await announcer.announce(EVENTS_AT_ONCE)) === EVENTS_AT_ONCE);
    };
    this.loops = [
      {
        name: 'sweeps',
        everyMs: SWEEP_TICK_MS,
        run: () => sweeps.schedule(settings.sweepIntervalSeconds, SHARD_SIZE),
      },
      { name: 'routing', everyMs: ROUTE_TICK_MS, run: () => routing.run() },
      { name: 'expiry', everyMs: EXPIRY_TICK_MS, run: () => expiry.run(new Date()) },
      { name: 'quiet-periods', everyMs: QUIET_TICK_MS, run: () => quietPeriods.release() },
      { name: 'heartbeats', everyMs: HEARTBEAT_TICK_MS, run: beat },
      { name: 'announcements', everyMs: ANNOUNCE_TICK_MS, run: announce },
      { name: 'pruning', everyMs: PRUNE_TICK_MS, run: prune },
    ].map((pace) => new PacedLoop(pace, logger));
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
