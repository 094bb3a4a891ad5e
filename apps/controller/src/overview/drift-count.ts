import { Injectable } from '@nestjs/common';
import { DriftScan } from '../settings/drift/drift-scan.js';

const FRESH_MS = 5000;

/**
 * How many appliances differ from their settings. Drift is computed, not stored, so this reads the fleet page by page;
 * callers within five seconds share one count.
 */
@Injectable()
export class DriftCount {
  private counting: Promise<number> | null = null;
  private countedAtMs = 0;

  constructor(private readonly scan: DriftScan) {}

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
    const found = this.scan.found({ state: 'drifted' }, null);
    while ((await found.next()).done !== true) drifted += 1;
    return drifted;
  }
}
