import { judgeCredential } from '../../../fleet/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { Observation } from './appliance.table.js';

interface Standing extends Pick<Observation, 'applianceId' | 'credentialState' | 'authFailures'> {
  hasLogin: boolean;
}

/**
 * Takes note that an appliance was given another login, or none: what is known of the old one is over. So it is for the
 * instances that go by the login of this host.
 */
export async function noteLogin(tx: Transaction, applianceId: string): Promise<void> {
  const standings = await sql<Standing>(
    tx,
    `SELECT a.id AS "applianceId", o.credential_state AS "credentialState", o.auth_failures AS "authFailures",
       coalesce(a.credential_id, h.instance_credential_id, h.credential_id) IS NOT NULL AS "hasLogin"
     FROM appliance a JOIN observation o ON o.appliance_id = a.id LEFT JOIN appliance h ON h.id = a.host_id
     WHERE a.retired_at IS NULL AND (a.id = $1
       OR (a.host_id = $1 AND a.credential_id IS NULL AND h.instance_credential_id IS NULL))
     ORDER BY a.id FOR UPDATE OF a, o`,
    [applianceId],
  );
  const after = standings.map(({ hasLogin, ...row }) => {
    const known = { state: row.credentialState, failures: row.authFailures };
    return { id: row.applianceId, ...(judgeCredential(known, hasLogin ? 'stored' : 'removed') ?? known) };
  });
  await sql(
    tx,
    `UPDATE observation SET credential_state = now.state, auth_failures = now.failures
     FROM unnest($1::text[], $2::text[], $3::int[]) AS now (id, state, failures)
     WHERE observation.appliance_id = now.id`,
    [after.map((row) => row.id), after.map((row) => row.state), after.map((row) => row.failures)],
  );
}
