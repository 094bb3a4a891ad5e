import {
  dueAfterHold,
  resolveSettings,
  type ConditionCode,
  type ConditionState,
  type SuppressionReason,
} from '../../../callhome/src/index.js';
import { BulkRows } from '../bulk-rows.js';
import { ConditionTable } from '../conditions/condition.table.js';
import { NO_EPOCH } from '../conditions/findings-of.js';
import { sql, type Database } from '../database.js';
import type { DeliveryStore } from '../deliveries/delivery-store.js';
import type { EventStore } from '../events/event-store.js';
import { placesOf } from '../places/places-of.js';
import { requestService } from '../service-requests/request-service.js';
import { layersOfAppliances } from '../settings/layers-of-appliances.js';
import { quietNow } from './quiet-now.js';

const AT_ONCE = 500;
const conditions = new BulkRows(ConditionTable);

interface HeldBack {
  id: string;
  conditionId: string;
  applianceId: string;
  kind: string;
  reason: SuppressionReason;
  epochId: string | null;
  currentEpochId: string | null;
  code: ConditionCode;
  component: string;
  state: ConditionState;
  lastEpochId: string | null;
  isReportedByHost: boolean;
}

/**
 * Sends what maintenance or silence held back and is still so, once they are over. Safe to run in several processes at
 * once.
 * @returns how many deliveries were released.
 */
export function releaseHeld(
  database: Database,
  { deliveries, events }: { deliveries: DeliveryStore; events: EventStore },
): Promise<number> {
  return database.transaction(async (tx) => {
    const nowMs = Date.now();
    const rows = await sql<HeldBack>(
      tx,
      `SELECT d.id, c.id AS "conditionId", d.appliance_id AS "applianceId", a.kind, d.reason, d.boot_epoch_id AS "epochId",
         o.boot_epoch_id AS "currentEpochId", c.code, c.component, c.state, c.boot_epoch_id AS "lastEpochId",
         EXISTS (SELECT FROM condition h WHERE h.appliance_id = a.host_id AND h.code = c.code AND h.state = 'active'
           AND c.code = 'ssl-card-failure') AS "isReportedByHost"
       FROM delivery d JOIN condition c ON c.id = d.condition_id AND c.state = 'active'
         JOIN appliance a ON a.id = d.appliance_id AND a.retired_at IS NULL
         JOIN observation o ON o.appliance_id = d.appliance_id
       WHERE d.state = 'suppressed' AND d.reason IN ('maintenance', 'silenced') AND d.dedupe_key NOT LIKE '%:repeat-%'
       ORDER BY d.id LIMIT ${AT_ONCE} FOR UPDATE OF d SKIP LOCKED`,
    );
    if (rows.length === 0) return 0;
    const ids = rows.map((row) => row.applianceId);
    const places = await placesOf(tx, ids);
    const layersOf = await layersOfAppliances(tx, ids);
    const holdsOf = await quietNow(tx, nowMs);
    const released: string[] = [];
    for (const row of rows) {
      const place = places.get(row.applianceId);
      if (place === undefined) continue;
      const { enabled, uploadVia } = resolveSettings(layersOf(row.applianceId));
      const held = {
        reason: row.reason,
        epochId: row.epochId ?? NO_EPOCH,
        condition: { state: row.state, lastEpochId: row.lastEpochId },
        currentEpochId: row.currentEpochId ?? NO_EPOCH,
      };
      const facts = {
        ...holdsOf(place, row),
        isDeliveredSinceBoot: false, // this very delivery is the one of its epoch
        isCallHomeOff: enabled.value === false,
        isSentByInstance: uploadVia.value === 'instance' && row.kind !== 'sdx-host',
        isReportedByHost: row.isReportedByHost,
      };
      if (dueAfterHold(held, facts, nowMs)?.delivers !== true) continue;
      await deliveries.sendAnyway(tx, row.id, { actor: 'monitoring', reason: `${row.reason} is over` });
      released.push(row.conditionId);
    }
    await requestService(tx, events, await conditions.find(tx, 'id', released));
    return released.length;
  });
}
