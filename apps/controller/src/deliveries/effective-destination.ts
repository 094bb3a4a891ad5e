import { Injectable } from '@nestjs/common';
import { resolveSettings } from '../../../../libs/callhome/src/index.js';
import { DestinationStore, SettingsLayerStore } from '../../../../libs/persistence/src/index.js';

/** Where the deliveries of appliances go, by their settings. */
@Injectable()
export class EffectiveDestination {
  constructor(
    private readonly layers: SettingsLayerStore,
    private readonly destinations: DestinationStore,
  ) {}

  /** The destination of each appliance; null where none is set, or where the one that is set does not exist. */
  async of(applianceIds: readonly string[]): Promise<(applianceId: string) => string | null> {
    const [layersOf, destinations] = await Promise.all([
      this.layers.forAppliances(applianceIds),
      this.destinations.list(),
    ]);
    const known = new Set(destinations.map((row) => row.id));
    return (id) => {
      const { value } = resolveSettings(layersOf(id)).destination;
      return value !== null && known.has(value) ? value : null;
    };
  }
}
