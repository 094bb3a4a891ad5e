import { Injectable } from '@nestjs/common';
import { CallHomeError } from '../../../../libs/callhome/src/index.js';
import { DeliveryWork } from '../../../../libs/persistence/src/index.js';
import { EffectiveDestination } from './effective-destination.js';

const ROUTING = 'routing';

/** Sends deliveries on that were collected before there was a destination for them. */
@Injectable()
export class RouteWaiting {
  constructor(
    private readonly work: DeliveryWork,
    private readonly destination: EffectiveDestination,
  ) {}

  /** @returns how many went on. */
  async run(): Promise<number> {
    const waiting = await this.work.withoutDestination();
    if (waiting.length === 0) return 0;
    const destinationOf = await this.destination.of(waiting.map((row) => row.applianceId));
    let routed = 0;
    for (const { id, applianceId } of waiting) {
      const destinationId = destinationOf(applianceId);
      if (destinationId !== null && (await this.route(id, destinationId))) routed += 1;
    }
    return routed;
  }

  // Another controller, or a person, may have been first.
  private async route(id: string, destinationId: string): Promise<boolean> {
    try {
      await this.work.retry(id, ROUTING, destinationId);
      return true;
    } catch (error) {
      if (error instanceof CallHomeError && error.code === 'DELIVERY_TRANSITION_ILLEGAL') return false;
      throw error;
    }
  }
}
