import { createHash } from 'node:crypto';
import type { EffectiveSettings, Layer, PlanFacts } from '../../../../libs/callhome/src/index.js';
import type { PlanSummary, PlanTarget } from '../../../../libs/persistence/src/index.js';
import type { PlannedTarget } from './plan-target.js';

/** Before the scope of a group: where the inputs of a plan keep its priority, beside the revision of its layer. */
export const PRIORITY_INPUT = 'priority:';

type KeyChanged = PlanFacts['keysChanged'][number];

/** Sums a plan up while its targets pass by, so that none of them has to be kept. */
export class PlanTally {
  private readonly digest = createHash('sha256');
  private readonly keysChanged = new Map<string, KeyChanged>();
  private disables = 0;
  private readonly counts: Record<PlanTarget['outcome'], number> = {
    change: 0,
    same: 0,
    blocked: 0,
    unknown: 0,
    skipped: 0,
  };
  private removals = 0;
  /** Revisions of the layers that decided for a target, and priorities of the groups among them. */
  readonly inputs: Record<string, number> = {};

  /** Takes one target in. The order of the calls is part of the hash. */
  add(target: PlannedTarget, effective: EffectiveSettings, layers: readonly Layer[]): void {
    const { applianceId, outcome, observedHash, commands, removals, changes } = target;
    this.digest.update(`${JSON.stringify([applianceId, outcome, observedHash, commands])}\n`);
    this.counts[outcome] += 1;
    this.removals += removals;
    for (const { scope, rank, revision, priority } of layers) {
      if (rank === 'built-in') continue;
      this.inputs[scope] = revision;
      if (rank === 'group') this.inputs[`${PRIORITY_INPUT}${scope}`] = priority;
    }
    for (const { key, to, source } of changes) {
      const { locked } = effective[key];
      this.keysChanged.set(JSON.stringify([key, source, locked]), { key: key, source, locked });
      if (key === 'enabled' && to === false) this.disables += 1;
    }
  }

  get summary(): PlanSummary {
    const targets = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    return { targets, ...this.counts, removals: this.removals };
  }

  /** What decides whether a rollout of the plan needs another person. */
  get facts(): PlanFacts {
    return {
      changing: this.counts.change,
      keysChanged: [...this.keysChanged.values()],
      disables: this.disables,
      // Where the controller uploads to is its own setting: it holds once its layer is saved, and no plan carries it.
      destinationChanged: false,
    };
  }

  /** Two plans with one hash would do the same to the same readings. Ends the tally. */
  seal(): string {
    return this.digest.digest('hex');
  }
}
