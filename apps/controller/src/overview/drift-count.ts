import { Injectable } from '@nestjs/common';
import { ApplianceStore, SettingsLayerStore } from '../../../../libs/persistence/src/index.js';
import { driftState } from '../settings/drift-state.js';

const PAGE = 1000;
const FRESH_MS = 5000;

/**
 * How many appliances differ from their settings. Drift is computed, not stored, so this reads the fleet page by page;
 * callers within five seconds share one count.
 */
@Injectable()
export class DriftCount {
  private counting: Promise<number> | null = null;
  private countedAtMs = 0;

  constructor(
    private readonly appliances: ApplianceStore,
    private readonly layers: SettingsLayerStore,
  ) {}

  get(): Promise<number> {
    if (this.counting !== null && Date.now() - this.countedAtMs < FRESH_MS) return this.counting;
    this.countedAtMs = Number.POSITIVE_INFINITY; // as long as it counts, everybody waits for this one
    const counting = this.count();
    this.counting = counting;
    counting.then(
      () => (this.countedAtMs = Date.now()),
      () => (this.counting = null),
    );
    return counting;
  }

  private async count(): Promise<number> {
    let drifted = 0;
    let after: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<ApplianceStore['observedCallHome']>> = await this.appliances.observedCallHome(
        PAGE,
        after,
      );
      const layersOf = await this.layers.forAppliances(page.map((row) => row.id));
      drifted += page.filter((row) => driftState(layersOf(row.id), row.callHome) === 'drifted').length;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return drifted;
      after = last.sortKey;
    }
  }
}
