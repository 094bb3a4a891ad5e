import {
  TARGET_TRANSITIONS,
  allowedRolloutEvents,
  ROLLOUT_TRANSITIONS,
  type RolloutEvent,
  type RolloutState,
  type RolloutTargetState,
  type TargetCounts,
} from '../../../callhome/src/index.js';
import { QUEUES } from '../../../queues/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import type { OutboxStore } from '../outbox/outbox-store.js';
import { PersistenceError } from '../persistence-error.js';
import { insertTargets, type NewTarget } from './insert-targets.js';
import { markForRollback } from './mark-for-rollback.js';
import { RolloutTable, RolloutTransitionTable, type Rollout } from './rollout.table.js';

/** What a move may change beside the state. */
export type MoreOfMove = Partial<
  Pick<
    Rollout,
    'name' | 'planId' | 'approval' | 'approvedBy' | 'approvedAt' | 'breakGlass' | 'waves' | 'canarySite' | 'rollback'
  >
>;

/** One move of a rollout: who or what causes it, and why. */
export interface RolloutMove {
  actor: string;
  reason?: string | null;
  more?: MoreOfMove;
  /** The targets of its new plan, in place of those of the old one; only with `plan`. */
  targets?: readonly NewTarget[];
}

interface MoveTools {
  outbox: OutboxStore;
  events: EventStore;
}

const PRIORITY = 2;

/** States whose reason people want to see on the rollout itself. */
const WITH_REASON: ReadonlySet<RolloutState> = new Set(['draft', 'paused', 'failed', 'cancelled']);
const STARTS: ReadonlySet<RolloutEvent> = new Set(['start', 'approve']);
const GIVES_WORK: ReadonlySet<RolloutEvent> = new Set([
  'start',
  'approve',
  'resume',
  'retry-failed',
  'next-wave',
  'roll-back',
]);
const ENDS: ReadonlySet<RolloutEvent> = new Set(['finish', 'abort', 'rolled-back', 'rollback-failed', 'cancel']);
/** After these no work is left; after an abort targets may still be in flight. */
const LEAVES_NO_WORK: ReadonlySet<RolloutEvent> = new Set(['finish', 'rolled-back', 'rollback-failed', 'cancel']);
const STARTS_NO_MORE: ReadonlySet<RolloutEvent> = new Set(['abort', 'roll-back', 'cancel']);

/**
 * The one way a rollout changes its state: the table decides, a transition is written, targets that the move concerns
 * follow, and the work that it makes is due. The row of the rollout is locked before anything else is, as everywhere.
 * @throws {PersistenceError} NOT_FOUND
 * @throws {PersistenceError} ILLEGAL_TRANSITION - `details.allowed` names the events that are, separated by blanks.
 */
export async function moveRollout(
  tx: Transaction,
  tools: MoveTools,
  { id, event, how }: { id: string; event: RolloutEvent; how: RolloutMove },
): Promise<Rollout> {
  const rollout = await lockRollout(tx, id);
  const state = ROLLOUT_TRANSITIONS[rollout.state][event];
  if (state === undefined) throw illegal(rollout, event, allowedRolloutEvents(rollout.state));
  if (event === 'next-wave') await requireFinishedWave(tx, rollout);
  const { actor, reason = null, more = {} } = how;
  const moved = { ...rollout, ...more, ...(await changesOf(tx, { rollout: { ...rollout, ...more }, event, how })) };
  const next: Rollout = {
    ...moved,
    state,
    reason: WITH_REASON.has(state) ? (reason ?? (event === 'abort' ? 'aborted' : null)) : null,
    version: rollout.version + 1,
  };
  await tx.getRepository(RolloutTable).update({ id }, next);
  await addTransition(tx, { rolloutId: id, fromState: rollout.state, toState: state, event, actor, reason });
  if (LEAVES_NO_WORK.has(event)) await tools.outbox.drop(tx, QUEUES.apply.name, id);
  if (GIVES_WORK.has(event)) await tools.outbox.wake(tx, { queue: QUEUES.apply.name, refId: id, priority: PRIORITY });
  await tools.events.append(tx, [
    {
      topic: 'rollouts',
      type: 'rollout.transition',
      subject: id,
      data: { event, from: rollout.state, to: state, version: next.version },
    },
  ]);
  return next;
}

/** Locks a rollout until the transaction ends. @throws {PersistenceError} NOT_FOUND */
export async function lockRollout(tx: Transaction, id: string): Promise<Rollout> {
  const rollout = await tx.getRepository(RolloutTable).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!rollout) throw new PersistenceError('NOT_FOUND', { id });
  return rollout;
}

/** Writes a transition behind the last one; the row of the rollout must be locked. */
export async function addTransition(
  tx: Transaction,
  row: {
    rolloutId: string;
    fromState: RolloutState | null;
    toState: RolloutState;
    event: RolloutEvent | 'created';
    actor: string;
    reason: string | null;
  },
): Promise<void> {
  const [last] = await sql<{ seq: number }>(
    tx,
    'SELECT coalesce(max(seq), 0) AS seq FROM rollout_transition WHERE rollout_id = $1',
    [row.rolloutId],
  );
  await tx.getRepository(RolloutTransitionTable).insert({ ...row, seq: (last?.seq ?? 0) + 1 });
}

/** How many targets of each wave are in each state. */
export interface WaveCount {
  wave: number;
  state: RolloutTargetState;
  count: number;
}

export function countByWave(tx: Transaction, id: string): Promise<WaveCount[]> {
  return sql(
    tx,
    `SELECT wave, state, count(*)::int AS count FROM rollout_target WHERE rollout_id = $1
     GROUP BY wave, state ORDER BY wave, state`,
    [id],
  );
}

/** Adds counts up, of one wave or of all. */
export function countsIn(counts: readonly WaveCount[], wave?: number): TargetCounts {
  const sum: Partial<Record<RolloutTargetState, number>> = {};
  for (const row of counts) {
    if (wave === undefined || row.wave === wave) sum[row.state] = (sum[row.state] ?? 0) + row.count;
  }
  return sum;
}

async function changesOf(
  tx: Transaction,
  { rollout, event, how }: { rollout: Rollout; event: RolloutEvent; how: RolloutMove },
): Promise<Partial<Rollout>> {
  const now = new Date();
  if (event === 'plan' && how.targets !== undefined) {
    await sql(tx, 'DELETE FROM rollout_target WHERE rollout_id = $1', [rollout.id]);
    await insertTargets(tx, rollout, how.targets);
  }
  if (STARTS_NO_MORE.has(event)) await moveWaiting(tx, rollout.id);
  if (event === 'retry-failed') await retry(tx, rollout.id);
  if (event === 'roll-back') await markForRollback(tx, rollout, { late: false });
  return {
    ...(STARTS.has(event) && { startedAt: now, wave: 1 }),
    ...(event === 'next-wave' && { wave: rollout.wave + 1, bakingUntil: null }),
    ...((event === 'stale' || event === 'reject') && { approvedBy: null, approvedAt: null }),
    ...((event === 'resume' || event === 'retry-failed') && { accepted: await accept(tx, rollout) }),
    ...((event === 'retry-failed' || event === 'roll-back') && { finishedAt: null, bakingUntil: null }),
    ...(ENDS.has(event) && { finishedAt: now }),
  };
}

async function accept(tx: Transaction, { id, wave }: Rollout): Promise<Rollout['accepted']> {
  const counts = await countByWave(tx, id);
  return { wave, ofWave: countsIn(counts, wave), all: countsIn(counts) };
}

async function moveWaiting(tx: Transaction, id: string): Promise<void> {
  await sql(tx, `UPDATE rollout_target SET state = 'not-started' WHERE rollout_id = $1 AND state = 'pending'`, [id]);
}

const RETRIED = (Object.keys(TARGET_TRANSITIONS) as RolloutTargetState[]).filter(
  (state) => TARGET_TRANSITIONS[state].retry !== undefined,
);

/** They keep their wave, and what is known of earlier attempts. */
async function retry(tx: Transaction, id: string): Promise<void> {
  await sql(
    tx,
    `UPDATE rollout_target SET state = 'pending', step = NULL, cause = NULL, finished_at = NULL
     WHERE rollout_id = $1 AND state = ANY ($2)`,
    [id, RETRIED],
  );
}

/** A person may begin a wave early, but not beside one that is not over, and not behind the last. */
async function requireFinishedWave(tx: Transaction, rollout: Rollout): Promise<void> {
  const [open] = await sql<{ open: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM rollout_target WHERE rollout_id = $1 AND wave <= $2
       AND state IN ('pending', 'checking', 'applying', 'verifying', 'saving')) AS open`,
    [rollout.id, rollout.wave],
  );
  if (open?.open === false && rollout.wave < rollout.waves.length) return;
  const allowed = allowedRolloutEvents(rollout.state).filter((event) => event !== 'next-wave');
  throw illegal(rollout, 'next-wave', allowed);
}

function illegal({ state }: Rollout, event: RolloutEvent, allowed: readonly RolloutEvent[]): PersistenceError {
  return new PersistenceError('ILLEGAL_TRANSITION', { state, event, allowed: allowed.join(' ') });
}
