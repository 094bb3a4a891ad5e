import { ADOPTION_MARK, judgeUpgrade, type ObservedCallHome, type SwitchReading } from '../../../callhome/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
import { appliedOf } from '../applied/applied-store.js';
import type { Transaction } from '../database.js';
import type { NewEvent } from '../events/event-store.js';
import { adoptSettings } from '../settings/adopt-settings.js';
import { layersOfAppliances } from '../settings/layers-of-appliances.js';
import type { Reading } from './reading.js';

/** What the upgrade rule says of a batch of readings; nothing of an appliance for which nothing changes. */
export interface UpgradeVerdicts {
  /** What to remember from now on, by appliance. */
  readonly chosenOff: ReadonlyMap<string, boolean>;
  /** Appliances whose own layer is to keep Call Home off. */
  readonly adopting: readonly string[];
}

interface Candidate {
  row: Observation;
  release: string | null;
  enabled: boolean;
}

/**
 * Judges readings by the upgrade rule. An appliance that is on, and that nobody was seen switching off, needs no look at
 * its layers: most of a fleet.
 */
export async function judgeUpgrades(
  tx: Transaction,
  readings: readonly Reading[],
  before: ReadonlyMap<string, Observation>,
): Promise<UpgradeVerdicts> {
  const candidates = readings.flatMap(({ applianceId, outcome }): Candidate[] => {
    const row = before.get(applianceId);
    if (row === undefined || outcome.kind !== 'read') return [];
    const { release, callHome } = outcome.facts;
    const enabled = callHome?.enabled ?? null;
    return enabled === null || (enabled && !row.chosenOff) ? [] : [{ row, release, enabled }];
  });
  if (candidates.length === 0) return { chosenOff: new Map(), adopting: [] };
  const ids = candidates.map(({ row }) => row.applianceId);
  const layersOf = await layersOfAppliances(tx, ids);
  const applied = await appliedOf(tx, ids);
  const verdicts = candidates.map(({ row, release, enabled }) => ({
    row,
    verdict: judgeUpgrade({
      before: lastShown(row),
      now: { release, enabled },
      explicit: layersOf(row.applianceId).some((layer) => layer.set.enabled !== undefined),
      applied: applied.get(row.applianceId)?.values.enabled,
      chosenOff: row.chosenOff,
    }),
  }));
  return {
    chosenOff: new Map(verdicts.map(({ row, verdict }) => [row.applianceId, verdict.chosenOff])),
    adopting: verdicts.flatMap(({ row, verdict }) => (verdict.adopt === false ? [row.applianceId] : [])),
  };
}

/** Writes the choices that were found into the appliances' own layers, and gives the events of that. */
export async function adoptChoices(tx: Transaction, adopting: readonly string[]): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (const applianceId of adopting) {
    const adoption = { ...ADOPTION_MARK, cause: 'upgrade' } as const;
    const { scope } = await adoptSettings(tx, { applianceId, set: { enabled: false } }, adoption);
    events.push({ topic: 'layers', type: 'layer.changed', subject: scope });
  }
  return events;
}

/**
 * What to remember of the switch after a reading that did not tell switch and release: what the last one that did told,
 * so that the next one is no first contact. Null: this reading told both, or none ever did.
 */
export function switchAfter(row: Observation, callHome: ObservedCallHome | null): SwitchReading | null {
  if (callHome === null) return row.lastSwitch;
  return callHome.enabled === null || callHome.release === null ? lastShown(row) : null;
}

/** The last reading that told switch and release; null: there was none. */
function lastShown({ callHome, callHomeAt, lastSwitch }: Observation): SwitchReading | null {
  if (lastSwitch !== null) return lastSwitch;
  if (callHome === null || callHome.enabled === null || callHome.release === null) return null;
  return { release: callHome.release, enabled: callHome.enabled, at: callHomeAt?.toISOString() ?? null };
}
