import { In, LessThan } from 'typeorm';
import type { RolloutEvent, RolloutState, RolloutTargetState } from '../../../callhome/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { insertUnique } from '../insert-unique.js';
import type { OutboxStore } from '../outbox/outbox-store.js';
import { PersistenceError } from '../persistence-error.js';
import { changedInputs } from './changed-inputs.js';
import { insertTargets, type NewTarget } from './insert-targets.js';
import { addTransition, countByWave, moveRollout, type RolloutMove, type WaveCount } from './move-rollout.js';
import { PlanTable, PlanTargetTable, type Plan, type PlanTarget } from './plan.table.js';
import { RolloutTable, type Rollout, type RolloutTarget, type RolloutTransition } from './rollout.table.js';

/** A rollout to be made of a plan. */
export type NewRollout = Pick<
  Rollout,
  | 'name'
  | 'planId'
  | 'author'
  | 'source'
  | 'selector'
  | 'keys'
  | 'approval'
  | 'waves'
  | 'bakeSeconds'
  | 'gate'
  | 'perHost'
  | 'canarySite'
  | 'limits'
>;

export interface RolloutFilter {
  states?: readonly RolloutState[] | undefined;
  /** Only those all of whose targets are among these appliances; absent: all. */
  among?: readonly string[] | undefined;
}

/** A target with what lists show of its appliance. `sortKey` is its place in the inventory. */
export type ListedTarget<Row> = Row & { applianceName: string; hostName: string | null; sortKey: string };

/** One page of targets: after this sort key (null: from the start). */
interface TargetPage {
  limit: number;
  after: string | null;
}

const TARGETS_PER_INSERT = 500;
const STARTS_LOCK = 4_211_870_016;

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
      await insertPlanTargets(tx, targets);
    });
  }

  /** Adds targets to a plan that is being made. */
  addPlanTargets(targets: readonly PlanTarget[]): Promise<void> {
    return insertPlanTargets(this.database.source.manager, targets);
  }

  /** Writes what is known of a plan only after its last target: summary, inputs, hash. */
  async sealPlan({ id, hash, inputs, summary, approval }: Plan): Promise<void> {
    await this.database.source.getRepository(PlanTable).update({ id }, { hash, inputs, summary, approval });
  }

  plan(id: string): Promise<Plan | null> {
    return this.database.source.getRepository(PlanTable).findOneBy({ id });
  }

  /** The hashes of these plans, without the plans. */
  async planHashes(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql<{ id: string; hash: string }>(
      this.database.source.manager,
      'SELECT id, hash FROM plan WHERE id = ANY ($1)',
      [ids],
    );
    return new Map(rows.map(({ id, hash }) => [id, hash]));
  }

  /** @throws {PersistenceError} NOT_FOUND */
  async requirePlan(id: string): Promise<Plan> {
    const plan = await this.plan(id);
    if (!plan) throw new PersistenceError('NOT_FOUND', { id });
    return plan;
  }

  /** One page of a plan's targets, in inventory order; `outcome` null: of any. */
  planTargets(
    planId: string,
    { limit, after }: TargetPage,
    outcome: PlanTarget['outcome'] | null = null,
  ): Promise<ListedTarget<PlanTarget>[]> {
    return sql(
      this.database.source.manager,
      `SELECT ${PLAN_TARGET}, ${NAMES} FROM plan_target t ${NAMED}
       WHERE t.plan_id = $1 AND ($3::text IS NULL OR a.sort_key > $3) AND ($4::text IS NULL OR t.outcome = $4)
       ORDER BY a.sort_key LIMIT $2`,
      [planId, limit, after, outcome],
    );
  }

  /** The appliances that a plan changes, with what decides when their turn comes. */
  changingTargets(planId: string): Promise<{ applianceId: string; hostId: string | null; site: string | null }[]> {
    return sql(
      this.database.source.manager,
      `SELECT t.appliance_id AS "applianceId", t.host_id AS "hostId", coalesce(a.site, h.site) AS site
       FROM plan_target t JOIN appliance a ON a.id = t.appliance_id LEFT JOIN appliance h ON h.id = a.host_id
       WHERE t.plan_id = $1 AND t.outcome = 'change' ORDER BY a.sort_key`,
      [planId],
    );
  }

  /** @returns scopes of the layers (or `priority:<scope>`) that decide for a plan's targets and are not what it was made from. */
  changedInputs(plan: Pick<Plan, 'id' | 'inputs'>): Promise<string[]> {
    return changedInputs(this.database.source.manager, plan);
  }

  /**
   * Makes a rollout of a plan, as `planned`: nothing is sent before it is started.
   * @throws {PersistenceError} DUPLICATE - the plan has a rollout already.
   */
  create(rollout: NewRollout, targets: readonly NewTarget[]): Promise<Rollout> {
    return this.database.transaction(async (tx) => {
      const row: Rollout = { ...rollout, ...UNSTARTED, id: newId('rol'), createdAt: new Date() };
      await insertUnique(tx, RolloutTable, row);
      await insertTargets(tx, row, targets);
      await addTransition(tx, {
        rolloutId: row.id,
        fromState: null,
        toState: row.state,
        event: 'created',
        actor: row.author,
        reason: null,
      });
      await this.events.append(tx, [{ topic: 'rollouts', type: 'rollout.created', subject: row.id }]);
      return row;
    });
  }

  /**
   * Moves a rollout: the table decides whether it may, targets follow, and the work that it makes becomes due.
   * @throws {PersistenceError} NOT_FOUND
   * @throws {PersistenceError} ILLEGAL_TRANSITION - `details.allowed` names the events that are, separated by blanks.
   */
  move(id: string, event: RolloutEvent, how: RolloutMove): Promise<Rollout> {
    return this.database.transaction((tx) =>
      moveRollout(tx, { outbox: this.outbox, events: this.events }, { id, event, how }),
    );
  }

  get(id: string): Promise<Rollout | null> {
    return this.database.source.getRepository(RolloutTable).findOneBy({ id });
  }

  /** Newest first; `before` is the last id seen. */
  async list(filter: RolloutFilter, limit: number, before: string | null): Promise<Rollout[]> {
    const { states, among } = filter;
    const rollouts = this.database.source.getRepository(RolloutTable);
    if (among === undefined) {
      const where = { ...(states && { state: In([...states]) }), ...(before !== null && { id: LessThan(before) }) };
      return rollouts.find({ where, order: { id: 'DESC' }, take: limit });
    }
    const rows = await sql<{ id: string }>(
      this.database.source.manager,
      `SELECT id FROM rollout r WHERE ${FILTER} AND ($3::text IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [states ?? null, among, before, limit],
    );
    return rollouts.find({ where: { id: In(rows.map((row) => row.id)) }, order: { id: 'DESC' } });
  }

  async count({ states, among }: RolloutFilter): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM rollout r WHERE ${FILTER}`,
      [states ?? null, among ?? null],
    );
    return row?.count ?? 0;
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

  waveCounts(id: string): Promise<WaveCount[]> {
    return countByWave(this.database.source.manager, id);
  }

  /** The same for many rollouts at once. */
  waveCountsOf(ids: readonly string[]): Promise<(WaveCount & { rolloutId: string })[]> {
    return sql(
      this.database.source.manager,
      `SELECT rollout_id AS "rolloutId", wave, state, count(*)::int AS count FROM rollout_target
       WHERE rollout_id = ANY ($1) GROUP BY rollout_id, wave, state ORDER BY rollout_id, wave, state`,
      [ids],
    );
  }

  /** One page of a rollout's targets, in inventory order. */
  targets(
    id: string,
    { limit, after }: TargetPage,
    { state, wave }: { state?: RolloutTargetState | undefined; wave?: number | undefined } = {},
  ): Promise<ListedTarget<RolloutTarget>[]> {
    return sql(
      this.database.source.manager,
      `SELECT ${ROLLOUT_TARGET}, ${NAMES} FROM rollout_target t ${NAMED}
       WHERE t.rollout_id = $1 AND ($3::text IS NULL OR a.sort_key > $3) AND ($4::text IS NULL OR t.state = $4)
         AND ($5::int IS NULL OR t.wave = $5)
       ORDER BY a.sort_key LIMIT $2`,
      [id, limit, after, state ?? null, wave ?? null],
    );
  }

  /** Every appliance of a rollout. */
  async applianceIds(id: string): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      this.database.source.manager,
      'SELECT appliance_id AS id FROM rollout_target WHERE rollout_id = $1 ORDER BY appliance_id',
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** The moves after one of this number (0: from the first), oldest first. */
  transitions(id: string, limit: number, afterSeq: number): Promise<RolloutTransition[]> {
    return sql(
      this.database.source.manager,
      `SELECT rollout_id AS "rolloutId", seq, from_state AS "fromState", to_state AS "toState", event, actor, at, reason
       FROM rollout_transition WHERE rollout_id = $1 AND seq > $3 ORDER BY seq LIMIT $2`,
      [id, limit, afterSeq],
    );
  }

  /** Targets that ended with a cause, to be grouped by it. `build` null: never read. */
  causes(id: string): Promise<TargetWithCause[]> {
    return sql(
      this.database.source.manager,
      `SELECT t.appliance_id AS "applianceId", a.name AS "applianceName", o.build, t.state, t.cause
       FROM rollout_target t JOIN appliance a ON a.id = t.appliance_id
       LEFT JOIN observation o ON o.appliance_id = t.appliance_id
       WHERE t.rollout_id = $1 AND t.state IN ('failed', 'unreachable', 'conflict', 'rollback-failed')
       ORDER BY a.sort_key`,
      [id],
    );
  }

  /** Until the transaction ends, no other one that asks for the same lets a rollout begin: two could pass each other. */
  async holdStarts(): Promise<void> {
    await sql(this.database.source.manager, 'SELECT pg_advisory_xact_lock($1)', [STARTS_LOCK]);
  }

  /**
   * Targets of a rollout that are to be written and that wait or are under way in another one that was started, the
   * first `limit` of them.
   */
  busyTargets(id: string, limit: number): Promise<{ applianceId: string; rolloutId: string; rolloutName: string }[]> {
    return sql(
      this.database.source.manager,
      `SELECT t.appliance_id AS "applianceId", r.id AS "rolloutId", r.name AS "rolloutName"
       FROM rollout_target mine
       JOIN rollout_target t ON t.appliance_id = mine.appliance_id AND t.rollout_id <> mine.rollout_id
       JOIN rollout r ON r.id = t.rollout_id
       WHERE mine.rollout_id = $1 AND mine.state IN ('pending', 'rolling-back')
         AND r.state IN ('running', 'paused', 'rolling-back', 'failed')
         AND (t.state IN ('checking', 'applying', 'verifying', 'saving', 'rolling-back')
              OR (t.state = 'pending' AND r.state IN ('running', 'paused')))
       ORDER BY r.id, t.appliance_id LIMIT $2`,
      [id, limit],
    );
  }
}

async function insertPlanTargets(tx: Transaction, targets: readonly PlanTarget[]): Promise<void> {
  for (let from = 0; from < targets.length; from += TARGETS_PER_INSERT) {
    await tx.getRepository(PlanTargetTable).insert(targets.slice(from, from + TARGETS_PER_INSERT));
  }
}

/** A target that ended otherwise than wanted. */
export interface TargetWithCause {
  applianceId: string;
  applianceName: string;
  build: string | null;
  state: RolloutTargetState;
  cause: string | null;
}

const UNSTARTED = {
  state: 'planned',
  reason: null,
  approvedBy: null,
  approvedAt: null,
  breakGlass: null,
  wave: 0,
  bakingUntil: null,
  accepted: null,
  rollback: null,
  startedAt: null,
  finishedAt: null,
  version: 1,
} as const satisfies Partial<Rollout>;

// An owner sees a rollout only if nobody else's appliance is in it.
const FILTER = `($1::text[] IS NULL OR r.state = ANY ($1)) AND ($2::text[] IS NULL OR (
    EXISTS (SELECT FROM rollout_target t WHERE t.rollout_id = r.id)
    AND NOT EXISTS (SELECT FROM rollout_target t WHERE t.rollout_id = r.id AND t.appliance_id <> ALL ($2))))`;

const NAMED = 'JOIN appliance a ON a.id = t.appliance_id LEFT JOIN appliance h ON h.id = a.host_id';
const NAMES = `t.appliance_id AS "applianceId", a.name AS "applianceName", h.name AS "hostName",
  a.sort_key AS "sortKey"`;
const PLAN_TARGET = `t.plan_id AS "planId", t.host_id AS "hostId", t.outcome, t.reason, t.changes, t.steps, t.commands,
  t.undo, t.removals, t.warnings, t.observed_hash AS "observedHash", t.observed`;
const ROLLOUT_TARGET = `t.rollout_id AS "rolloutId", t.host_id AS "hostId", t.wave, t.position, t.state, t.step, t.cause,
  t.changed_keys AS "changedKeys", t.commands, t.before, t.made, t.sent, t.peer_synced AS "peerSynced", t.leftovers,
  t.attempts, t.started_at AS "startedAt", t.finished_at AS "finishedAt", t.verified_at AS "verifiedAt"`;
