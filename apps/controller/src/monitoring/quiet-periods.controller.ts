import { Controller, Param } from '@nestjs/common';
import type { QuietPeriod } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  ConditionStore,
  hostScope,
  instanceScope,
  QuietPeriodStore,
} from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { Scopes } from '../settings/scopes.js';
import { quietPeriodView } from './quiet-period-view.js';

/** Times in which nothing is sent: maintenance windows, and silences of what somebody does not want to hear. */
@Controller()
export class QuietPeriodsController {
  constructor(
    private readonly quietPeriods: QuietPeriodStore,
    private readonly conditions: ConditionStore,
    private readonly appliances: ApplianceStore,
    private readonly scopes: Scopes,
  ) {}

  @Endpoint('listQuietPeriods')
  async list(@RequestQuery() query: QueryOf<'listQuietPeriods'>, @RequestPage() page: PageRequest) {
    const filter = { open: query.open === 'true' };
    return page.of(await this.quietPeriods.list(filter, page.fetch, page.after), {
      total: await this.quietPeriods.count(filter),
      after: (row) => row.id,
      views: (shown) => shown.map(quietPeriodView),
    });
  }

  @Endpoint('createQuietPeriod')
  async create(
    @RequestBody() body: BodyOf<'createQuietPeriod'>,
    @RequestCaller() caller: Caller,
  ): Promise<QuietPeriod> {
    const { kind, scope, from, until, reason } = body;
    await this.scopes.require(scope);
    const row = await this.quietPeriods.add(
      { kind, scope, reason, code: null, component: null, ...span(from, until) },
      caller.username,
    );
    return quietPeriodView(row);
  }

  @Endpoint('endQuietPeriod')
  async end(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<QuietPeriod> {
    return quietPeriodView(await this.quietPeriods.end(id, caller.username));
  }

  @Endpoint('silenceCondition')
  async silence(
    @Param('id') id: string,
    @RequestBody() { until, reason }: BodyOf<'silenceCondition'>,
    @RequestCaller() caller: Caller,
  ): Promise<QuietPeriod> {
    const [row] = await this.conditions.byIds([id]);
    const { applianceId, code, component } = found(row);
    const appliance = found(await this.appliances.get(applianceId));
    const scope = (appliance.kind === 'sdx-host' ? hostScope : instanceScope)(applianceId);
    const fresh = { kind: 'silence', scope, code, component, reason, ...span(undefined, until) } as const;
    return quietPeriodView(await this.quietPeriods.add(fresh, caller.username));
  }
}

function span(from: string | undefined, until: string) {
  return { fromAt: from === undefined ? new Date() : new Date(from), untilAt: new Date(until) };
}
