import { inventoryChanges, type Recorded } from '../../../fleet/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
import type { NewEvent } from '../events/event-store.js';
import type { ChangesOf } from '../inventory-history/record-changes.js';

type Before = ReadonlyMap<string, Observation>;

/** What became another fact by these readings; of an appliance that was never read before, nothing has. */
export function differences(before: Before, after: readonly Observation[]): ChangesOf[] {
  return after.flatMap((row) => {
    const old = before.get(row.applianceId);
    if (old === undefined || row.seenAt === null) return [];
    return [{ applianceId: row.applianceId, at: row.seenAt, changes: inventoryChanges(recorded(old), recorded(row)) }];
  });
}

/** The observations that say something else than before, but for the times that every reading moves. */
export function changedObservations(before: Before, after: readonly Observation[]): Observation[] {
  return after.filter((row) => {
    const old = before.get(row.applianceId);
    return old === undefined || essence(old) !== essence(row);
  });
}

/** The events that tell screens to look again: none for a reading that only moved times, lists show ages themselves. */
export function readingEvents(changed: readonly Observation[]): NewEvent[] {
  return changed.map((row) => ({ topic: 'appliances', type: 'appliance.read', subject: row.applianceId }));
}

/** The events for appliances of which a part went missing. */
export function missingEvents(applianceIds: readonly string[]): NewEvent[] {
  return applianceIds.map((subject) => ({ topic: 'appliances', type: 'appliance.component-missing', subject }));
}

function recorded({ model, serial, hostId, release, build, mode, facts }: Observation): Recorded {
  return { model, serial, hostId, release, build, mode, facts };
}

// Memory in use is another at every reading, as times are.
function essence({ reachabilityAt: _r, callHomeAt: _c, seenAt: _s, facts, ...rest }: Observation): string {
  const { memoryUsedPercent: _m, ...kept } = facts;
  const values = Object.fromEntries(Object.entries(kept).map(([name, fact]) => [name, fact.value]));
  // The database gives the keys of jsonb in an order of its own.
  return JSON.stringify({ ...rest, values }, inOneOrder);
}

function inOneOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
