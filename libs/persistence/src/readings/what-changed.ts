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
    return old === undefined || !saysTheSame(old, row);
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

/** Times move with every reading. */
const MOVING: ReadonlySet<string> = new Set(['reachabilityAt', 'callHomeAt', 'seenAt', 'lastUptime']);
/** So does memory in use. */
const MOVING_FACTS: ReadonlySet<string> = new Set(['memoryUsedPercent']);

function saysTheSame(old: Observation, now: Observation): boolean {
  const { facts: oldFacts, ...oldRest } = old;
  const { facts, ...rest } = now;
  return isSameRecord(oldRest, rest, MOVING) && isSameFacts(oldFacts, facts);
}

/** The values of the facts; when each was read is no news. */
function isSameFacts(old: Observation['facts'], now: Observation['facts']): boolean {
  const valuesOf = (facts: Observation['facts']) =>
    Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.value]));
  return isSameRecord(valuesOf(old), valuesOf(now), MOVING_FACTS);
}

/** Whether two values are one, as JSON sees them: the database gives the keys of jsonb in an order of its own, and drops undefined ones. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((held, index) => isSame(held, b[index]));
  }
  return isSameRecord(a as JsonRecord, b as JsonRecord, NOTHING);
}

type JsonRecord = Readonly<Record<string, unknown>>;
const NOTHING: ReadonlySet<string> = new Set();

function isSameRecord(a: JsonRecord, b: JsonRecord, but: ReadonlySet<string>): boolean {
  for (const key in a) if (!but.has(key) && !isSame(a[key], b[key])) return false;
  for (const key in b) if (!but.has(key) && a[key] === undefined && b[key] !== undefined) return false;
  return true;
}
