import { Injectable } from '@nestjs/common';
import type { Layer } from '../../../../../libs/callhome/src/index.js';
import type { ProblemError } from '../../../../../libs/contract/src/index.js';
import {
  DestinationStore,
  NOTHING_SAID,
  PersistenceError,
  SettingsLayerStore,
  type Authorship,
  type LayerContent,
  type SettingsLayer,
} from '../../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../../api/api-problem.js';
import type { KnownScope } from '../scopes.js';
import { judgeExpiry, judgeLocks } from './judge-layer.js';
import { refuseLocked, refuseManaged } from './refuse-change.js';

/** A change of a layer by a person: what it says once `change` is done, if it still is at `expectedRevision`. */
export interface LayerWish extends Authorship {
  /** Null: whatever it is at when the change comes to it. */
  expectedRevision: number | null;
  /** From what the layer says now; whether it may say that is not for this function. */
  change: (now: LayerContent) => LayerContent;
}

/** Writes layers for people, and keeps the rules that a store does not know. */
@Injectable()
export class LayerWriting {
  constructor(
    private readonly layers: SettingsLayerStore,
    private readonly destinations: DestinationStore,
  ) {}

  /**
   * Writes a layer, or refuses and writes nothing.
   * @throws {ApiProblem} etag-mismatch - with the keys that others have changed; validation, managed-by-git, key-locked
   * @throws {PersistenceError} PRIORITY_TIE - another group of the same priority sets a key of it.
   */
  async write(known: KnownScope, { change, expectedRevision, by, cause }: LayerWish): Promise<SettingsLayer> {
    const { scope } = known;
    const before = await this.layers.get(scope);
    const revision = before?.revision ?? 0;
    if (expectedRevision !== null && expectedRevision !== revision) {
      throw await this.conflict(scope, expectedRevision, revision);
    }
    const now = before ?? NOTHING_SAID;
    const after = change(now);
    await this.requireRight(scope, now, after);
    refuseManaged({ before: now, after });
    refuseLocked(await this.over(known), { before: now, after });
    try {
      return await this.layers.put({ ...after, scope }, revision, { by, cause });
    } catch (error) {
      if (!(error instanceof PersistenceError) || error.code !== 'VERSION_MISMATCH') throw error;
      throw await this.conflict(scope, revision, Number(error.details.revision ?? 0));
    }
  }

  /** The layers over one, broadest first: for an appliance where it stands, for a site or group the fleet. */
  async over({ scope, rank, id }: KnownScope): Promise<Layer[]> {
    if (rank === 'fleet') return [];
    const layersOf = await this.layers.forAppliances([id]);
    // What members of a site or group have in common beyond it is the fleet.
    return layersOf(id).filter((layer) =>
      rank === 'site' || rank === 'group' ? layer.rank === 'fleet' : layer.scope !== scope,
    );
  }

  /** What is wrong with the destination that settings name. `pointer` is where it stands in the body. */
  async judgeDestination(id: string | null | undefined, pointer = '/settings/destination'): Promise<ProblemError[]> {
    if (id === null || id === undefined || (await this.destinations.get(id)) !== null) return [];
    return [{ pointer, code: 'unknown-destination', detail: 'there is no such destination' }];
  }

  private async requireRight(scope: string, before: LayerContent, after: LayerContent): Promise<void> {
    const { destination } = after.settings;
    const errors = [
      ...(destination === before.settings.destination ? [] : await this.judgeDestination(destination)),
      ...judgeLocks(after),
      // One that has just ended and is yet to be taken away stands in nobody's way.
      ...(after.expiresAt?.getTime() === before.expiresAt?.getTime()
        ? []
        : judgeExpiry(scope, after.expiresAt?.toISOString())),
    ];
    if (errors.length > 0) throw new ApiProblem('validation', { errors });
  }

  private async conflict(scope: string, expected: number, revision: number): Promise<ApiProblem> {
    const keys = await this.layers.changedSince(scope, expected);
    return new ApiProblem('etag-mismatch', {
      detail: `${scope} is at revision ${revision} now; ${keys.length === 0 ? 'no key' : keys.join(', ')} changed since ${expected}.`,
      etag: `"${revision}"`,
      changedKeys: keys,
    });
  }
}
