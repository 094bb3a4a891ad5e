import { Controller, Param } from '@nestjs/common';
import { CONDITION_STATES } from '../../../../libs/contract/src/index.js';
import { ApplianceStore, conditionCursor, ConditionStore } from '../../../../libs/persistence/src/index.js';
import { Endpoint, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestPage, RequestQuery } from '../api/input.js';
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
