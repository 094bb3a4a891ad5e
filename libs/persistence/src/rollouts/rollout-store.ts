import { QUEUES } from '../../../queues/src/index.js';
import { sql, type Database } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { insertUnique } from '../insert-unique.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import { PersistenceError } from '../persistence-error.js';
import {
  PlanTable,
  PlanTargetTable,
  RolloutTable,
  RolloutTargetTable,
  type Plan,
  type PlanTarget,
  type Rollout,
  type RolloutTarget,
  type RolloutTargetState,
} from './rollout.table.js';

const ROLLOUT_PRIORITY = 2;
const TARGETS_PER_INSERT = 500;

/** Plans as they were frozen, and their rollouts, target by target. */
export class RolloutStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly events: EventStore,
  ) {}

  addPlan(plan: Plan, targets: readonly PlanTarget[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.getRepository(PlanTable).insert(plan);
      for (let from = 0; from < targets.length; from += TARGETS_PER_INSERT) {
        await tx.getRepository(PlanTargetTable).insert(targets.slice(from, from + TARGETS_PER_INSERT) as never);
      }
    });
  }

  plan(id: string): Promise<Plan | null> {
    return this.database.source.getRepository(PlanTable).findOneBy({ id });
  }

  /** One page of a plan's targets, in inventory order; `after` is the last appliance's sort key. */
  planTargets(planId: string, limit: number, after: string | null): Promise<(PlanTarget & Named)[]> {
    return this.targets('plan_target', 'plan_id', { id: planId, limit, after });
  }

  /**
   * Starts a rollout of a plan with everything that it changes.
   * @throws {PersistenceError} DUPLICATE - the plan was rolled out already.
   */
  start(planId: string, author: string): Promise<Rollout> {
    return this.database.transaction(async (tx) => {
      const row: Rollout = {
        id: newId('rol'),
        planId,
        state: 'running',
        author,
        startedAt: new Date(),
        finishedAt: null,
      };
      await insertUnique(tx, RolloutTable, row);
      await sql(
        tx,
        `INSERT INTO rollout_target (rollout_id, appliance_id, state, changed_keys, commands)
         SELECT $1, appliance_id, 'pending', ARRAY (SELECT c ->> 'key' FROM jsonb_array_elements(changes) c), commands
         FROM plan_target WHERE plan_id = $2 AND outcome = 'change'`,
        [row.id, planId],
      );
      await this.outbox.add(tx, { queue: QUEUES.apply.name, refId: row.id, priority: ROLLOUT_PRIORITY });
      await this.events.append(tx, [{ topic: 'rollouts', type: 'rollout.started', subject: row.id }]);
      return row;
    });
  }

  get(id: string): Promise<Rollout | null> {
    return this.database.source.getRepository(RolloutTable).findOneBy({ id });
  }

  list(limit: number, before: string | null): Promise<Rollout[]> {
    return sql(
      this.database.source.manager,
      `SELECT id, plan_id AS "planId", state, author, started_at AS "startedAt", finished_at AS "finishedAt"
       FROM rollout WHERE $2::text IS NULL OR id < $2 ORDER BY id DESC LIMIT $1`,
      [limit, before],
    );
  }

  count(): Promise<number> {
    return this.database.source.getRepository(RolloutTable).count();
  }

  /** How many targets of each of these rollouts are in each state. */
  countsOf(ids: readonly string[]): Promise<{ rolloutId: string; state: RolloutTargetState; count: number }[]> {
    return sql(
      this.database.source.manager,
      `SELECT rollout_id AS "rolloutId", state, count(*)::int AS count FROM rollout_target
       WHERE rollout_id = ANY ($1) GROUP BY rollout_id, state`,
      [ids],
    );
  }

  rolloutTargets(rolloutId: string, limit: number, after: string | null): Promise<(RolloutTarget & Named)[]> {
    return this.targets('rollout_target', 'rollout_id', { id: rolloutId, limit, after });
  }

  /** Targets that still need work, with the frozen plan of each. One left applying by a lost worker is among them. */
  unfinished(rolloutId: string, limit: number): Promise<(PlanTarget & { rolloutId: string; resumed: boolean })[]> {
    return sql(
      this.database.source.manager,
      `SELECT t.rollout_id AS "rolloutId", t.state = 'applying' AS resumed, p.plan_id AS "planId", p.appliance_id AS "applianceId", p.outcome, p.reason,
              p.changes, p.steps, p.commands, p.undo, p.removals, p.warnings, p.observed_hash AS "observedHash"
       FROM rollout_target t JOIN rollout r ON r.id = t.rollout_id
       JOIN plan_target p ON p.plan_id = r.plan_id AND p.appliance_id = t.appliance_id
       JOIN appliance a ON a.id = t.appliance_id
       WHERE t.rollout_id = $1 AND t.state IN ('pending', 'applying') ORDER BY a.sort_key LIMIT $2`,
      [rolloutId, limit],
    );
  }

  /** Notes how far one target has come. @throws {PersistenceError} LEASE_LOST */
  recordTarget(
    lease: Lease,
    target: Pick<RolloutTarget, 'rolloutId' | 'applianceId'>,
    result: Partial<Pick<RolloutTarget, 'state' | 'step' | 'cause' | 'verifiedAt'>>,
  ): Promise<void> {
    const { rolloutId, applianceId } = target;
    return this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      await tx.getRepository(RolloutTargetTable).update({ rolloutId, applianceId }, result);
      await this.events.append(tx, [
        { topic: 'rollouts', type: 'rollout.target', subject: rolloutId, data: { applianceId, ...result } },
      ]);
    });
  }

  /** Ends a rollout: done if every target was applied or already right. @throws {PersistenceError} LEASE_LOST */
  finish(lease: Lease, rolloutId: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      await sql(
        tx,
        `UPDATE rollout SET finished_at = now(), state = CASE WHEN EXISTS (
           SELECT FROM rollout_target WHERE rollout_id = $1 AND state NOT IN ('applied', 'unchanged')
         ) THEN 'failed' ELSE 'done' END WHERE id = $1`,
        [rolloutId],
      );
      await this.outbox.drop(tx, lease.queue, lease.refId);
      await this.events.append(tx, [{ topic: 'rollouts', type: 'rollout.finished', subject: rolloutId }]);
    });
  }

  /** Scopes of the layers that decide for a plan's targets and that are not at the revision it was made from. */
  async changedInputs(plan: Pick<Plan, 'id' | 'inputs'>): Promise<string[]> {
    const rows = await sql<{ scope: string }>(
      this.database.source.manager,
      `SELECT l.scope FROM settings_layer l
       WHERE coalesce(($2::jsonb ->> l.scope)::int, 0) <> l.revision
         AND (l.scope = 'fleet' OR EXISTS (
           SELECT FROM plan_target t WHERE t.plan_id = $1 AND 'instance:' || t.appliance_id = l.scope))
       ORDER BY l.scope`,
      [plan.id, JSON.stringify(plan.inputs)],
    );
    return rows.map((row) => row.scope);
  }

  /** @throws {PersistenceError} NOT_FOUND */
  async requirePlan(id: string): Promise<Plan> {
    const plan = await this.plan(id);
    if (!plan) throw new PersistenceError('NOT_FOUND', { id });
    return plan;
  }

  private targets<Row>(
    table: 'plan_target' | 'rollout_target',
    column: 'plan_id' | 'rollout_id',
    page: { id: string; limit: number; after: string | null },
  ): Promise<Row[]> {
    return sql<Row>(this.database.source.manager, targetQuery(table, column), [page.id, page.limit, page.after]);
  }
}

interface Named {
  applianceName: string;
  sortKey: string;
}

const targetQuery = (table: 'plan_target' | 'rollout_target', column: 'plan_id' | 'rollout_id') =>
  `SELECT ${COLUMNS[table]}, t.appliance_id AS "applianceId", a.name AS "applianceName", a.sort_key AS "sortKey"
   FROM ${table} t JOIN appliance a ON a.id = t.appliance_id
   WHERE t.${column} = $1 AND ($3::text IS NULL OR a.sort_key > $3) ORDER BY a.sort_key LIMIT $2`;

const COLUMNS = {
  plan_target: `t.plan_id AS "planId", t.outcome, t.reason, t.changes, t.steps, t.commands, t.undo, t.removals,
    t.warnings, t.observed_hash AS "observedHash"`,
  rollout_target: `t.rollout_id AS "rolloutId", t.state, t.step, t.cause, t.changed_keys AS "changedKeys", t.commands,
    t.verified_at AS "verifiedAt"`,
};
