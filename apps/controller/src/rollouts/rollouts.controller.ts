import { Controller, Param } from '@nestjs/common';
import { causeGroups } from '../../../../libs/callhome/src/index.js';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { countsIn, RolloutStore } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { RequestListing, type Listing } from './listing.js';
import { requireOwnPlan } from './require-own-plan.js';
import { RolloutDesk } from './rollout-desk.js';
import { rolloutTargetView, transitionView } from './rollout-views.js';
import { RolloutsShown } from './rollouts-shown.js';

const SAMPLE = 5;

@Controller()
export class RolloutsController {
  constructor(
    private readonly desk: RolloutDesk,
    private readonly rollouts: RolloutStore,
    private readonly shown: RolloutsShown,
  ) {}

  @Endpoint('createRollout')
  async create(@RequestBody() body: BodyOf<'createRollout'>, @RequestCaller() caller: Caller): Promise<Rollout> {
    requireOwnPlan(caller, await this.rollouts.requirePlan(body.planId));
    return this.shown.one(await this.desk.create({ ...body, author: caller.username, source: 'api' }));
  }

  @Endpoint('listRollouts')
  async list(@RequestQuery() { state }: QueryOf<'listRollouts'>, @RequestPage() page: PageRequest) {
    const filter = { states: state === undefined ? undefined : [state] };
    const [rows, total] = await Promise.all([
      this.rollouts.list(filter, page.fetch, page.after),
      this.rollouts.count(filter),
    ]);
    return page.of(rows, { total, after: (row) => row.id, views: (some) => this.shown.all(some) });
  }

  @Endpoint('getRollout')
  async get(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Rollout> {
    const row = found(await this.rollouts.get(id));
    requireOwnPlan(caller, row);
    return this.shown.one(row);
  }

  @Endpoint('listRolloutTargets')
  async listTargets(
    @Param('id') id: string,
    @RequestListing() { page, query, caller }: Listing<QueryOf<'listRolloutTargets'>>,
  ) {
    const { state, wave } = query;
    requireOwnPlan(caller, found(await this.rollouts.get(id)));
    const [rows, counted] = await Promise.all([
      this.rollouts.targets(id, { limit: page.fetch, after: page.after }, { state, wave }),
      this.rollouts.waveCounts(id),
    ]);
    const counts = Object.entries(countsIn(counted, wave));
    return page.of(rows, {
      total: counts.reduce((sum, [word, count]) => (state === undefined || word === state ? sum + count : sum), 0),
      after: (row) => row.sortKey,
      views: (some) => some.map(rolloutTargetView),
    });
  }

  @Endpoint('listRolloutCauses')
  async listCauses(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.rollouts.get(id));
    const groups = causeGroups(await this.rollouts.causes(id));
    return page.among(
      groups,
      ({ state, cause }) => `${state} ${cause}`,
      ({ state, cause, count, targets }) => ({
        state,
        cause,
        count,
        sample: targets
          .slice(0, SAMPLE)
          .map(({ applianceId, applianceName, build }) => ({ applianceId, applianceName, build })),
      }),
    );
  }

  @Endpoint('listRolloutTransitions')
  async listTransitions(@Param('id') id: string, @RequestPage() page: PageRequest) {
    // Every move is one version more, and the making of it was the first.
    const { version: total } = found(await this.rollouts.get(id));
    const rows = await this.rollouts.transitions(id, page.fetch, Number(page.after ?? 0));
    return page.of(rows, { total, after: ({ seq }) => String(seq), views: (some) => some.map(transitionView) });
  }
}
