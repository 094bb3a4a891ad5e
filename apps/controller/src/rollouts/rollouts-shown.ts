import { Injectable } from '@nestjs/common';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { RolloutStore, type Rollout as RolloutRow } from '../../../../libs/persistence/src/index.js';
import { found } from '../api/found.js';
import { rolloutView } from './rollout-views.js';

/** Composes rollouts with the progress of their targets, any number of them in two queries. */
@Injectable()
export class RolloutsShown {
  constructor(private readonly rollouts: RolloutStore) {}

  async all(rows: readonly RolloutRow[]): Promise<Rollout[]> {
    const counted = await this.rollouts.waveCountsOf(rows.map(({ id }) => id));
    const hashes = await this.rollouts.planHashes(rows.map(({ planId }) => planId));
    return rows.map((row) => rolloutView(row, { counted, planHash: hashes.get(row.planId) ?? '' }));
  }

  async one(row: RolloutRow): Promise<Rollout> {
    const [view] = await this.all([row]);
    return found(view);
  }
}
