import { Controller, Param } from '@nestjs/common';
import { CONDITION_STATES, type Condition } from '../../../../libs/contract/src/index.js';
import { ApplianceStore, conditionCursor, ConditionStore } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { ApiProblem } from '../api/api-problem.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { wordsOf } from '../api/words-of.js';
import { ConditionViews } from './condition-views.js';

@Controller()
export class ConditionsController {
  constructor(
    private readonly conditions: ConditionStore,
    private readonly appliances: ApplianceStore,
    private readonly views: ConditionViews,
  ) {}

  @Endpoint('listConditions')
  async list(@RequestQuery() query: QueryOf<'listConditions'>, @RequestPage() page: PageRequest) {
    const states = wordsOf('state', query.state, CONDITION_STATES);
    const [rows, total] = await Promise.all([
      this.conditions.list(states, page.fetch, page.after),
      this.conditions.count(states),
    ]);
    return page.of(rows, { total, after: conditionCursor, views: (shown) => this.views.of(shown) });
  }

  @Endpoint('acknowledgeCondition')
  async acknowledge(
    @Param('id') id: string,
    @RequestBody() { note }: BodyOf<'acknowledgeCondition'>,
    @RequestCaller() caller: Caller,
  ): Promise<Condition> {
    const row = await this.conditions.acknowledge(id, caller.username, note);
    if (row === null) {
      const help = 'It has cleared, or was never raised: there is nothing left to see to.';
      throw new ApiProblem('illegal-transition', { detail: 'Only an active condition can be acknowledged.', help });
    }
    const [view] = await this.views.of([row]);
    return found(view);
  }

  @Endpoint('listApplianceConditions')
  async ofAppliance(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.appliances.get(id));
    const views = await this.views.of(await this.conditions.of([id]));
    return page.among(
      views,
      (view) => view.id,
      (view) => view,
    );
  }
}
