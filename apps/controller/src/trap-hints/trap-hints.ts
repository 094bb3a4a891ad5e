import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { listenForTraps, type TrapHint, type TrapListener } from '../../../../libs/notifications/src/index.js';
import { SweepStore } from '../../../../libs/persistence/src/index.js';
import { Resources } from '../resources.js';

const PER_SOURCE_PER_MINUTE = 60;
const ONE_CHECK_MS = 30_000;

/** Checks an appliance at once that sends a trap: it may be a failure, and only a reading can tell. */
@Injectable()
export class TrapHints implements OnApplicationBootstrap, OnApplicationShutdown {
  private listener: TrapListener | null = null;
  /** When an appliance was last checked for a trap, milliseconds of UTC; no more than there are appliances. */
  private readonly checkedAt = new Map<string, number>();

  constructor(
    private readonly sweeps: SweepStore,
    private readonly resources: Resources,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { trapPort, trapHost, trapCommunity, trapUser, trapAuthenticationKey, trapPrivacyKey } =
      this.resources.settings;
    if (trapPort === 0) return;
    const isUserWhole = trapUser !== null && trapAuthenticationKey !== null && trapPrivacyKey !== null;
    const { logger } = this.resources;
    const heard = (hint: TrapHint): void => {
      this.follow(hint).catch((error: unknown) => {
        logger.warn({ error }, 'a trap could not be followed; the next sweep looks anyway');
      });
    };
    const settings = {
      ...{ host: trapHost, port: trapPort, perSourcePerMinute: PER_SOURCE_PER_MINUTE },
      communities: trapCommunity === null ? [] : [trapCommunity],
      users: isUserWhole
        ? [{ name: trapUser, authenticationKey: trapAuthenticationKey, privacyKey: trapPrivacyKey }]
        : [],
    };
    try {
      this.listener = await listenForTraps(settings, heard);
    } catch (error) {
      // Everything else goes on: what a trap would have told is found at the next sweep.
      logger.error(
        { error },
        'traps are not heard: TRAP_HOST and TRAP_PORT cannot be opened; ports below 1024 need a right',
      );
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.close();
  }

  private async follow({ sysIpAddress, sourceAddress, event }: TrapHint): Promise<void> {
    // An upload is no failure; what it is about comes as a trap of its own.
    if (event === 'upload') return;
    const nowMs = Date.now();
    for (const id of await this.sweeps.at(sysIpAddress ?? sourceAddress)) {
      if (nowMs - (this.checkedAt.get(id) ?? 0) < ONE_CHECK_MS) continue;
      this.checkedAt.set(id, nowMs);
      await this.sweeps.request('check', id, 'trap');
      this.resources.logger.info({ appliance: id, event }, 'checked because of a trap');
    }
  }
}
