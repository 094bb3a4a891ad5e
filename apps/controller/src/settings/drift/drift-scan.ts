import { Injectable } from '@nestjs/common';
import type { DriftRow } from '../../../../../libs/contract/src/index.js';
import { ApplianceStore, PlaceStore, SettingsLayerStore } from '../../../../../libs/persistence/src/index.js';
import { driftState, type DriftFacts } from './drift-state.js';

const BATCH = 1000;

type State = DriftRow['state'];

/** What is asked for and what is not there. */
const NOT_AS_ASKED: ReadonlySet<State> = new Set<State>(['drifted', 'conflict', 'pending', 'unsaved']);

/** Which appliances to look at, and which of them to give. */
export interface DriftFilter {
  scope: string;
  /** Absent: whatever is not as asked for. */
  state?: State | undefined;
  /** Only these; null: all. */
  among: ReadonlySet<string> | null;
}

/** One appliance that a scan has found. */
export interface DriftFound extends DriftFacts {
  id: string;
  sortKey: string;
  state: State;
  readAt: Date | null;
}

/** Looks for drift. It is computed and not stored, so this reads appliances, a batch at a time. */
@Injectable()
export class DriftScan {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly places: PlaceStore,
    private readonly layers: SettingsLayerStore,
  ) {}

  /** Ids of the appliances that a scan goes through, in inventory order. */
  async members({ scope, among }: DriftFilter): Promise<string[]> {
    const ids = await this.places.memberIds(scope);
    return among === null ? ids : ids.filter((id) => among.has(id));
  }

  /** Those of `members` (null: all appliances) in the state asked for, in inventory order, after the sort key `from`. */
  async *found(
    { state }: Pick<DriftFilter, 'state'>,
    members: readonly string[] | null,
    from: string | null = null,
  ): AsyncGenerator<DriftFound> {
    const resolver = await this.layers.resolver();
    let after = from;
    for (;;) {
      const batch = await this.appliances.observedCallHome(BATCH, after, members);
      const ids = batch.map(({ id }) => id);
      const places = await this.places.placesOf(ids);
      for (const { id, sortKey, callHome, callHomeAt, applied, conflicts } of batch) {
        const place = places.get(id) ?? { id, site: null, groups: [], hostId: null };
        const effective = resolver.effectiveFor(place);
        const facts = { effective, observed: callHome, applied: { values: applied, conflicts } };
        const word = driftState(facts);
        const isWanted = state === undefined ? NOT_AS_ASKED.has(word) : word === state;
        if (isWanted) yield { ...facts, id, sortKey, state: word, readAt: callHomeAt };
      }
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return;
      after = last.sortKey;
    }
  }
}
