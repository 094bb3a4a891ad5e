import { Injectable } from '@nestjs/common';
import type { LayerRank } from '../../../../libs/callhome/src/index.js';
import { parseScope } from '../../../../libs/callhome/src/index.js';
import { layerScopeSchema } from '../../../../libs/contract/src/index.js';
import { ApplianceStore, PlaceStore, type Appliance } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';

/** A scope that exists, taken apart. `id` is empty for the fleet; `appliance` is null for what is no appliance. */
export interface KnownScope {
  readonly scope: string;
  readonly rank: Exclude<LayerRank, 'built-in'>;
  readonly id: string;
  readonly appliance: Appliance | null;
}

const SHAPE =
  'A scope is `fleet`, `site:` or `group:` and a name, `host:` and the id of an SDX host, or `instance:` and the id of any other appliance.';

/** Tells which scopes there are: settings of what does not exist would look like settings that have no effect. */
@Injectable()
export class Scopes {
  constructor(
    private readonly places: PlaceStore,
    private readonly appliances: ApplianceStore,
  ) {}

  /** @throws {ApiProblem} not-found - no scope has such a name, or there is no such site, group, host or instance. */
  async require(scope: string): Promise<KnownScope> {
    if (!layerScopeSchema.safeParse(scope).success) throw new ApiProblem('not-found', { detail: SHAPE });
    const { rank, id } = parseScope(scope);
    if (rank === 'fleet') return { scope, rank, id: '', appliance: null };
    if (rank === 'site' || rank === 'group') {
      const place = rank === 'site' ? await this.places.site(id) : await this.places.group(id);
      if (place === null) throw new ApiProblem('not-found', { detail: `There is no ${rank} of the name ${id}.` });
      return { scope, rank, id, appliance: null };
    }
    const appliance = await this.appliances.get(id);
    if (appliance === null || (appliance.kind === 'sdx-host') !== (rank === 'host')) {
      throw new ApiProblem('not-found', { detail: `There is no ${rank} of this id. ${SHAPE}` });
    }
    return { scope, rank, id, appliance };
  }
}
