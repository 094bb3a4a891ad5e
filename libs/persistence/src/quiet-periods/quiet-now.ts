import {
  maintenanceUntil,
  parseScope,
  silencedUntil,
  type OccurrenceFacts,
  type Place,
  type Silence,
} from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import { scopesOver } from '../places/scopes-over.js';
import type { Condition } from '../conditions/condition.table.js';
import type { QuietPeriod } from './quiet-period.table.js';

/** When the maintenance and the silence end that hold a condition back now. */
export type Holds = Pick<OccurrenceFacts, 'maintenanceUntilMs' | 'silencedUntilMs'>;

/** Reads what is quiet, or will be; what is answered tells what holds a condition of an appliance at that place back. */
export async function quietNow(
  tx: Transaction,
  nowMs: number,
): Promise<(place: Place, condition: Pick<Condition, 'code' | 'component'>) => Holds> {
  const rows = await sql<QuietPeriod>(
    tx,
    `SELECT kind, scope, code, component, from_at AS "fromAt", until_at AS "untilAt"
     FROM quiet_period WHERE ended_at IS NULL AND until_at > $1`,
    [new Date(nowMs)],
  );
  const maintenance = rows.filter((row) => row.kind === 'maintenance');
  const silences = rows.filter((row) => row.kind === 'silence' && row.fromAt.getTime() <= nowMs).map(toSilence);
  return (place, { code, component }) => {
    const scopes = scopesOver(place);
    const windows = maintenance
      .filter((row) => scopes.includes(row.scope))
      .map((row) => ({ applianceId: place.id, fromMs: row.fromAt.getTime(), untilMs: row.untilAt.getTime() }));
    return {
      maintenanceUntilMs: maintenanceUntil(place.id, windows, nowMs),
      silencedUntilMs: silencedUntil({ applianceId: place.id, code, component, scopes }, silences, nowMs),
    };
  };
}

function toSilence({ scope, code, component, untilAt }: QuietPeriod): Silence {
  const untilMs = untilAt.getTime();
  if (code === null || component === null) return { of: { kind: 'scope', scope }, untilMs };
  const applianceId = parseScope(scope).id ?? '';
  return { of: { kind: 'condition', applianceId, code, component }, untilMs };
}
