import { Injectable } from '@nestjs/common';
import type { ConfigApplied, ConfigDiff, PlanSummary } from '../../../../libs/contract/src/index.js';
import {
  Database,
  groupScope,
  PersistenceError,
  PlaceStore,
  rankOf,
  SettingsLayerStore,
  type Plan,
} from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { Planning } from '../rollouts/planning.js';
import { RolloutDesk } from '../rollouts/rollout-desk.js';
import { RolloutsShown } from '../rollouts/rollouts-shown.js';
import type { FleetState } from './compare-file.js';
import { ConfigReading, type FileOrder, type JudgedFile } from './config-reading.js';
import { FleetFacts } from './fleet-facts.js';
import { groupMoves, type GroupMove } from './place-edits.js';
import { rolloutWishes } from './rollout-block.js';

/** A file to take over. */
export interface ApplyOrder extends FileOrder {
  expect?: string | undefined;
  rollout: 'none' | 'plan' | 'start';
  by: string;
}

const NO_EFFECT: PlanSummary = { targets: 0, change: 0, same: 0, removals: 0, blocked: 0, unknown: 0, skipped: 0 };

/** Takes Call Home files over, whole or not at all. */
@Injectable()
export class ConfigFiles {
  constructor(
    private readonly reading: ConfigReading,
    private readonly facts: FleetFacts,
    private readonly layers: SettingsLayerStore,
    private readonly places: PlaceStore,
    private readonly planning: Planning,
    private readonly desk: RolloutDesk,
    private readonly shown: RolloutsShown,
    private readonly database: Database,
  ) {}

  /** What a file would change, in layers and on appliances. Nothing is written. @throws {ApiProblem} as `apply` */
  diff(order: FileOrder & { by: string }): Promise<ConfigDiff> {
    return this.database.rehearse(async () => {
      const judged = await this.reading.judge(order);
      await this.write(judged, order.by);
      return diffView(judged, await this.effectOf(judged, order.by));
    });
  }

  /**
   * Takes a file over in one transaction: places, layers, and what is to follow on appliances.
   * @throws {ApiProblem} as `ConfigReading.judge`; count-mismatch - something has changed since the diff that `expect`
   * names, or while it was written; target-busy - the rollout cannot start now
   */
  apply(order: ApplyOrder): Promise<ConfigApplied> {
    return this.database.together(async () => {
      const judged = await this.reading.judge(order);
      if (order.expect !== undefined && order.expect !== judged.hash) throw new ApiProblem('count-mismatch');
      await this.write(judged, order.by);
      const plan = order.rollout === 'none' ? null : await this.plan(judged, order.by);
      const effect = plan === null ? await this.effectOf(judged, order.by) : plan.summary;
      const isStarted = order.rollout === 'start' && plan !== null && plan.summary.change > 0;
      const rollout = isStarted ? await this.rollOut(plan, judged, order.by) : null;
      return {
        ...diffView(judged, effect),
        plan: plan === null ? null : await this.planning.view(plan),
        rollout: rollout === null ? null : await this.shown.one(rollout),
      };
    });
  }

  private async write(judged: JudgedFile, by: string): Promise<void> {
    try {
      await this.addPlaces(judged, by);
      const moves = groupMoves(judged.state, judged.priorities);
      const moved = await this.move(judged.state, moves.first, { by, earlier: 0 });
      const edits = judged.edits.map(({ scope, after, revision }) => ({
        edit: { ...after, scope },
        // A group that gets another priority gets a revision, too, if it has a layer.
        expectedRevision: revision > 0 && moved.has(scope) ? revision + 1 : revision,
      }));
      await this.layers.putAll(edits, { by, cause: 'config' });
      await this.move(judged.state, moves.last, { by, earlier: 1 });
    } catch (error) {
      throw changedMeanwhile(error);
    }
  }

  private async addPlaces({ changes, priorities }: JudgedFile, by: string): Promise<void> {
    for (const { scope, name, place } of changes) {
      if (place !== 'added' || name === null) continue;
      if (rankOf(scope) === 'site') await this.places.addSite({ name, note: null }, by);
      else await this.places.addGroup({ name, note: null, priority: priorities.get(scope) ?? 1 }, by);
    }
  }

  /** Gives groups their priorities; `earlier` is how often those were moved before. Answers the scopes of the moved. */
  private async move(
    { groups }: FleetState,
    moves: readonly GroupMove[],
    { by, earlier }: { by: string; earlier: number },
  ): Promise<ReadonlySet<string>> {
    for (const { name, priority } of moves) {
      await this.places.patchGroup(name, { priority, by }, (groups.get(name)?.version ?? 0) + earlier);
    }
    return new Set(moves.map(({ name }) => groupScope(name)));
  }

  private async plan({ changes }: JudgedFile, by: string): Promise<Plan | null> {
    const touched = await this.facts.touched(changes);
    return touched === null ? null : this.planning.plan({ ...touched, by });
  }

  private async effectOf({ changes }: JudgedFile, by: string): Promise<PlanSummary> {
    const touched = await this.facts.touched(changes);
    return touched === null ? NO_EFFECT : this.planning.effectOf({ ...touched, by });
  }

  private rollOut(plan: Plan, { file }: JudgedFile, by: string) {
    return this.desk.create({
      planId: plan.id,
      author: by,
      source: 'config',
      name: `Call Home file ${file.metadata.name}`,
      ...rolloutWishes(file.rollout),
    });
  }
}

function diffView({ hash, changes, removals, warnings }: JudgedFile, effect: PlanSummary): ConfigDiff {
  return { hash, changes, removals, effect, warnings };
}

// Somebody else was faster between what was read and what was written.
function changedMeanwhile(error: unknown): unknown {
  const isRace =
    error instanceof PersistenceError && ['VERSION_MISMATCH', 'DUPLICATE', 'NOT_FOUND'].includes(error.code);
  return isRace ? new ApiProblem('count-mismatch', {}, { cause: error }) : error;
}
