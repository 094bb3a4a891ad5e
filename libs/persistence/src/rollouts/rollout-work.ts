import type {
  AppliedSettings,
  PushedKey,
  RolloutEvent,
  RolloutState,
  RolloutTargetState,
} from '../../../callhome/src/index.js';
import type { AppliedStore } from '../applied/applied-store.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import { PersistenceError } from '../persistence-error.js';
import { markForRollback } from './mark-for-rollback.js';
import { countByWave, lockRollout, moveRollout, type WaveCount } from './move-rollout.js';
import type { PlanTarget } from './plan.table.js';
import { RolloutTable, type Rollout, type RolloutTarget } from './rollout.table.js';

/** A target with what its plan froze: everything that working on it needs. */
export type TargetWork = RolloutTarget & { planned: Pick<PlanTarget, 'changes' | 'steps' | 'observed'> };

/** How far a target has come, all of it. `result` goes to what is known of the appliance. */
export type TargetNote = Pick<
  RolloutTarget,
  | 'applianceId'
  | 'state'
  | 'step'
  | 'cause'
  | 'before'
  | 'made'
  | 'sent'
  | 'peerSynced'
  | 'leftovers'
  | 'verifiedAt'
  | 'finishedAt'
> & {
  /** True where screens are to be told. */
  isNews: boolean;
  /** Absent: nothing was applied and no conflict found. */
  result?: { values: AppliedSettings; conflicts: readonly PushedKey[] };
};

/** Kinds of targets that are to be begun, and the state of the rollout in which they may be. */
const BEGINNING = {
  apply: { rollout: 'running', from: 'pending', to: 'checking' },
  undo: { rollout: 'rolling-back', from: 'rolling-back', to: 'rolling-back' },
} as const satisfies Record<string, { rollout: RolloutState; from: RolloutTargetState; to: RolloutTargetState }>;
type Beginning = keyof typeof BEGINNING;

/**
 * The steps of a rollout's work. Each first locks the rollout, then proves the lease: a rollout that a person has
 * stopped begins nothing more, and a worker that lost its lease records nothing.
 */
export class RolloutWork {
  constructor(
    private readonly database: Database,
    private readonly tools: { outbox: OutboxStore; events: EventStore; applied: AppliedStore },
  ) {}

  /** A rollout and how far its waves are, as of one moment. @throws {PersistenceError} NOT_FOUND */
  progress(id: string): Promise<{ rollout: Rollout; counts: WaveCount[] }> {
    return this.database.snapshot(async (tx) => {
      const rollout = await tx.getRepository(RolloutTable).findOneBy({ id });
      if (!rollout) throw new PersistenceError('NOT_FOUND', { id });
      return { rollout, counts: await countByWave(tx, id) };
    });
  }

  /** Targets that wait to be begun, in the order of their turns; up to a wave (null: of any). */
  waiting(
    id: string,
    { kind, upToWave, limit }: { kind: Beginning; upToWave: number | null; limit: number },
  ): Promise<{ applianceId: string; hostId: string | null }[]> {
    return sql(
      this.database.source.manager,
      `SELECT appliance_id AS "applianceId", host_id AS "hostId" FROM rollout_target
       WHERE rollout_id = $1 AND state = $2 AND ($3::int IS NULL OR wave <= $3) ORDER BY wave, position LIMIT $4`,
      [id, BEGINNING[kind].from, upToWave, limit],
    );
  }

  /**
   * Takes targets that wait, many in one statement. Of two that want the same one, one gets it. Empty if the rollout is
   * not in the state for it any more: whoever changes that state waits for this transaction, and the other way round.
   * @throws {PersistenceError} LEASE_LOST
   */
  begin(lease: Lease, kind: Beginning, applianceIds: readonly string[]): Promise<TargetWork[]> {
    const { rollout, from, to } = BEGINNING[kind];
    return this.underLease(lease, async (tx, state) => {
      if (state !== rollout) return [];
      const begun = await sql<{ id: string }>(
        tx,
        `UPDATE rollout_target SET state = $4, step = CASE WHEN step LIKE 'undoing%' THEN step ELSE 'checking' END, cause = NULL, attempts = attempts + 1,
           started_at = coalesce(started_at, clock_timestamp()), finished_at = NULL
         WHERE rollout_id = $1 AND appliance_id = ANY ($2) AND state = $3 RETURNING appliance_id AS id`,
        [lease.refId, applianceIds, from, to],
      );
      const ids = begun.map((row) => row.id);
      await this.tools.events.append(
        tx,
        ids.map((applianceId) => targetEvent(lease.refId, { applianceId, state: to, step: 'checking', cause: null })),
      );
      return work(tx, lease.refId, ids);
    });
  }

  /**
   * Takes over what a lost worker left under way, whatever the rollout's state is: what was begun is finished. Where
   * nothing was sent yet and the rollout does not run any more, a target goes back to wait, or is not started at all.
   * @throws {PersistenceError} LEASE_LOST
   */
  takeOver(lease: Lease): Promise<TargetWork[]> {
    return this.underLease(lease, async (tx, state) => {
      if (state !== 'running') {
        await sql(
          tx,
          `UPDATE rollout_target SET state = $2, step = NULL
           WHERE rollout_id = $1 AND state = 'checking' AND sent = '[]'`,
          [lease.refId, state === 'paused' ? 'pending' : 'not-started'],
        );
      }
      const taken = await sql<{ id: string }>(
        tx,
        `UPDATE rollout_target SET state = 'checking', attempts = attempts + 1
         WHERE rollout_id = $1 AND state IN ('checking', 'applying', 'verifying', 'saving')
         RETURNING appliance_id AS id`,
        [lease.refId],
      );
      const ids = taken.map((row) => row.id);
      return work(tx, lease.refId, ids);
    });
  }

  /** Notes how far targets have come, all of them in one statement. @throws {PersistenceError} LEASE_LOST */
  note(lease: Lease, notes: readonly TargetNote[]): Promise<void> {
    // Sorted, so that two transactions that share appliances wait for each other instead of deadlocking.
    const rows = notes.toSorted((a, b) => (a.applianceId < b.applianceId ? -1 : 1));
    return this.underLease(lease, async (tx) => {
      await sql(tx, NOTE, [lease.refId, JSON.stringify(rows)]);
      for (const { applianceId, result } of rows) {
        if (result === undefined) continue;
        await this.tools.applied.record(tx, applianceId, result);
      }
      const news = rows.filter((row) => row.isNews).map((row) => targetEvent(lease.refId, row));
      await this.tools.events.append(tx, news);
    });
  }

  /**
   * Moves a rollout from the state that the worker has seen; null if it has moved otherwise since.
   * @throws {PersistenceError} LEASE_LOST
   */
  advance(
    lease: Lease,
    seen: Pick<Rollout, 'version'>,
    { event, reason = null }: { event: RolloutEvent; reason?: string | null },
  ): Promise<Rollout | null> {
    return this.asSeen(lease, seen, (tx) =>
      moveRollout(tx, this.tools, { id: lease.refId, event, how: { actor: 'system', reason } }),
    );
  }

  /**
   * Ends the work until `until`, or until somebody moves the rollout (null). False if somebody has since: then there is
   * more to do. @throws {PersistenceError} LEASE_LOST
   */
  async rest(lease: Lease, seen: Pick<Rollout, 'version'>, until: Date | null): Promise<boolean> {
    const rested = await this.asSeen(lease, seen, async (tx) => {
      if (until === null) await this.tools.outbox.drop(tx, lease.queue, lease.refId);
      else {
        await tx.getRepository(RolloutTable).update({ id: lease.refId }, { bakingUntil: until });
        await this.tools.outbox.defer(tx, lease, until);
        await this.tools.events.append(tx, [{ topic: 'rollouts', type: 'rollout.baking', subject: lease.refId }]);
      }
      return true;
    });
    return rested ?? false;
  }

  /** Marks what was in flight when the rollback was wanted. @returns how many there were. */
  markLate(lease: Lease, seen: Pick<Rollout, 'version'>): Promise<number | null> {
    return this.asSeen(lease, seen, (tx, rollout) => markForRollback(tx, rollout, { late: true }));
  }

  private asSeen<T>(
    lease: Lease,
    seen: Pick<Rollout, 'version'>,
    write: (tx: Transaction, rollout: Rollout) => Promise<T>,
  ): Promise<T | null> {
    return this.database.transaction(async (tx) => {
      const rollout = await lockRollout(tx, lease.refId);
      await this.tools.outbox.hold(tx, lease);
      return rollout.version === seen.version ? write(tx, rollout) : null;
    });
  }

  private underLease<T>(lease: Lease, write: (tx: Transaction, state: RolloutState) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      const [row] = await sql<{ state: RolloutState }>(tx, 'SELECT state FROM rollout WHERE id = $1 FOR SHARE', [
        lease.refId,
      ]);
      if (!row) throw new PersistenceError('NOT_FOUND', { id: lease.refId });
      await this.tools.outbox.hold(tx, lease);
      return write(tx, row.state);
    });
  }
}

const NOTE = `UPDATE rollout_target t
  SET state = n.state, step = n.step, cause = n.cause, before = n.before, made = n.made, sent = n.sent,
      peer_synced = n."peerSynced", leftovers = n.leftovers, verified_at = n."verifiedAt", finished_at = n."finishedAt"
  FROM jsonb_to_recordset($2::jsonb) AS n ("applianceId" text, state text, step text, cause text, "before" jsonb,
    made jsonb, sent jsonb, "peerSynced" boolean, leftovers text[], "verifiedAt" timestamptz, "finishedAt" timestamptz)
  WHERE t.rollout_id = $1 AND t.appliance_id = n."applianceId"`;

function work(tx: Transaction, rolloutId: string, ids: readonly string[]): Promise<TargetWork[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return sql<TargetWork>(
    tx,
    `SELECT t.rollout_id AS "rolloutId", t.appliance_id AS "applianceId", t.host_id AS "hostId", t.wave, t.position,
       t.state, t.step, t.cause, t.changed_keys AS "changedKeys", t.commands, t.before, t.made, t.sent,
       t.peer_synced AS "peerSynced", t.leftovers, t.attempts, t.started_at AS "startedAt",
       t.finished_at AS "finishedAt", t.verified_at AS "verifiedAt",
       jsonb_build_object('changes', p.changes, 'steps', p.steps, 'observed', p.observed) AS planned
     FROM rollout_target t JOIN rollout r ON r.id = t.rollout_id
     JOIN plan_target p ON p.plan_id = r.plan_id AND p.appliance_id = t.appliance_id
     WHERE t.rollout_id = $1 AND t.appliance_id = ANY ($2) ORDER BY t.wave, t.position`,
    [rolloutId, ids],
  );
}

function targetEvent(
  rolloutId: string,
  { applianceId, state, step, cause }: Pick<TargetNote, 'applianceId' | 'state' | 'step' | 'cause'>,
) {
  const data = { applianceId, state, step, cause };
  return { topic: 'rollouts', type: 'rollout.target', subject: rolloutId, data } as const;
}
