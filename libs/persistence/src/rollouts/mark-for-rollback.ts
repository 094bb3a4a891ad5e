import type { RolloutTargetState } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { Rollout } from './rollout.table.js';

const HALF_DONE = ['failed', 'unreachable', 'conflict'] as const satisfies readonly RolloutTargetState[];

/**
 * Marks the targets that a rollback is to take back: those that were applied, and those that ended otherwise and hold a
 * part of the change. One in flight is marked once it has ended, with `late`; one whose rollback has failed goes on where
 * it was when a person asks for it again.
 * @returns how many were marked.
 */
export async function markForRollback(
  tx: Transaction,
  { id, rollback }: Rollout,
  { late }: { late: boolean },
): Promise<number> {
  const marked = await sql(
    tx,
    `UPDATE rollout_target
     SET state = 'rolling-back', cause = NULL, finished_at = NULL, leftovers = '{}',
         step = CASE WHEN step LIKE 'undoing%' THEN step END
     WHERE rollout_id = $1
       AND (state = 'applied' OR (state = ANY ($4) AND made <> '[]'))
       AND ($2::text[] IS NULL OR appliance_id = ANY ($2))
       AND ($3::text[] IS NULL OR CASE WHEN state = 'applied' THEN 'applied' ELSE 'failed' END = ANY ($3))
     RETURNING appliance_id`,
    [
      id,
      rollback?.applianceIds ?? null,
      rollback?.states ?? null,
      late ? HALF_DONE : [...HALF_DONE, 'rollback-failed'],
    ],
  );
  return marked.length;
}
