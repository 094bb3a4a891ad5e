import type { AppliedSettings, EffectiveSettings } from '../../../../libs/callhome/src/index.js';
import { resolveSettings } from '../../../../libs/callhome/src/index.js';
import type { ApplianceFacts, Stores } from '../../../../libs/persistence/src/index.js';
import type { ApplianceSessions } from '../connection/appliance-sessions.js';
import type { JumpWays } from '../connection/jump-ways.js';

/** What working on targets needs of its process. */
export interface TargetTools {
  stores: Pick<Stores, 'appliances' | 'applied' | 'credentials' | 'layers' | 'readings'>;
  sessions: ApplianceSessions;
  ways: JumpWays;
}

/** What is known of the appliance of a target when its turn comes. */
export interface TargetContext {
  /** Null: it was retired. */
  facts: ApplianceFacts | null;
  /** What was last applied to it. */
  applied: AppliedSettings;
  /** Its settings as of now, for the record of what was asked of it. */
  effective: EffectiveSettings;
}

/** The contexts of many targets, in a few queries whatever their number. */
export async function contextsOf(
  { appliances, applied, layers }: TargetTools['stores'],
  ids: readonly string[],
): Promise<(id: string) => TargetContext> {
  const [facts, records, layersOf] = await Promise.all([
    appliances.facts(ids),
    applied.of(ids),
    layers.forAppliances(ids),
  ]);
  const known = new Map(facts.map((one) => [one.appliance.id, one]));
  return (id) => ({
    facts: known.get(id) ?? null,
    applied: records.get(id)?.values ?? {},
    effective: resolveSettings(layersOf(id)),
  });
}
