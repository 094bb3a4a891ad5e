import { Injectable } from '@nestjs/common';
import type { SettingKey } from '../../../../libs/callhome/src/index.js';
import { Database, instanceScope, SettingsLayerStore } from '../../../../libs/persistence/src/index.js';
import { Planning } from '../rollouts/planning.js';
import { RolloutDesk } from '../rollouts/rollout-desk.js';

const AT_ONCE = 100;
const BY = 'expiry';

/** Ends the overrides of instances whose time is over. */
@Injectable()
export class ExpiredOverrides {
  constructor(
    private readonly database: Database,
    private readonly layers: SettingsLayerStore,
    private readonly planning: Planning,
    private readonly rollouts: RolloutDesk,
  ) {}

  /**
   * Ends what is over by `now`, and makes one planned rollout of what follows on the appliances: a person submits it.
   * All of it or nothing, so that no override ends without its plan. Nothing is pushed.
   */
  async run(now: Date): Promise<void> {
    await this.database.together(async () => {
      const scopes = await this.layers.expireDue(now, AT_ONCE);
      if (scopes.length === 0) return;
      const keys = new Set<SettingKey>();
      for (const scope of scopes) {
        const [ended] = await this.layers.revisions(scope, 1, null);
        for (const key of ended?.changedKeys ?? []) keys.add(key);
      }
      const applianceIds = scopes.map((scope) => scope.slice(instanceScope('').length));
      // Other settings of these appliances may differ for other reasons, and are not what has ended.
      const plan = await this.planning.plan({ selector: { applianceIds }, keys: [...keys], by: BY });
      if (plan.summary.change === 0) return;
      await this.rollouts.create({ planId: plan.id, author: BY, source: 'expiry', submit: false });
    });
  }
}
