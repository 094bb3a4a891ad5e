import { sql, type Transaction } from '../database.js';
import type { Rollout } from './rollout.table.js';

/** One appliance of a rollout, with its turn. */
export interface NewTarget {
  applianceId: string;
  hostId: string | null;
  wave: number;
  position: number;
}

const TARGETS_PER_INSERT = 5000;

/** Adds targets, each with what its plan changes by which commands. An appliance that the plan lacks is left out. */
export async function insertTargets(
  tx: Transaction,
  { id, planId }: Pick<Rollout, 'id' | 'planId'>,
  targets: readonly NewTarget[],
): Promise<void> {
  for (let from = 0; from < targets.length; from += TARGETS_PER_INSERT) {
    const batch = targets.slice(from, from + TARGETS_PER_INSERT);
    await sql(
      tx,
      `INSERT INTO rollout_target (rollout_id, appliance_id, host_id, wave, position, state, changed_keys, commands)
       SELECT $1, n.id, n.host_id, n.wave, n.position, 'pending',
              ARRAY (SELECT c ->> 'key' FROM jsonb_array_elements(p.changes) c), p.commands
       FROM unnest($3::text[], $4::text[], $5::int[], $6::int[]) AS n (id, host_id, wave, position)
       JOIN plan_target p ON p.plan_id = $2 AND p.appliance_id = n.id`,
      [
        id,
        planId,
        batch.map((target) => target.applianceId),
        batch.map((target) => target.hostId),
        batch.map((target) => target.wave),
        batch.map((target) => target.position),
      ],
    );
  }
}
