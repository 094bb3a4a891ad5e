import { Controller, Param } from '@nestjs/common';
import { DELIVERY_STATES, type Delivery, type DeliveryTransition } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  DeliveryStore,
  DeliveryWork,
  type Delivery as DeliveryRow,
  type DeliveryTransition as TransitionRow,
} from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { requireAppliance } from '../access/owner-scope.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { wordsOf } from '../api/words-of.js';
import { DeliveryViews } from './delivery-views.js';
import { EffectiveDestination } from './effective-destination.js';

@Controller()
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly work: DeliveryWork,
    private readonly appliances: ApplianceStore,
    private readonly views: DeliveryViews,
    private readonly destination: EffectiveDestination,
  ) {}

  @Endpoint('listDeliveries')
  async list(
    @RequestQuery() query: QueryOf<'listDeliveries'>,
    @RequestPage() page: PageRequest,
    @RequestCaller() caller: Caller,
  ) {
    const states = wordsOf('state', query.state, DELIVERY_STATES) ?? undefined;
    const { applianceId, type } = query;
    const filter = { states, applianceId, type, among: caller.scope?.applianceIds };
    const [rows, total] = await Promise.all([
      this.deliveries.list(filter, page.fetch, page.after),
      this.deliveries.count(filter),
    ]);
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => this.views.of(shown) });
  }

  @Endpoint('createDelivery')
  async create(@RequestBody() body: BodyOf<'createDelivery'>, @RequestCaller() caller: Caller): Promise<Delivery> {
    if ((await this.appliances.get(body.applianceId)) === null) {
      throw new ApiProblem('validation', {
        errors: [{ pointer: '/applianceId', code: 'unknown-appliance', detail: 'there is no such appliance' }],
      });
    }
    return this.get(await this.work.request(body.applianceId, caller.username, body.reason), caller);
  }

  @Endpoint('getDelivery')
  async get(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Delivery> {
    const row = found(await this.deliveries.get(id));
    requireAppliance(caller, row.applianceId);
    return this.view(row);
  }

  @Endpoint('listDeliveryTransitions')
  async listTransitions(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.deliveries.get(id));
    return page.among(await this.deliveries.transitions(id), (row) => String(row.seq), transitionView);
  }

  @Endpoint('retryDelivery')
  async retry(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Delivery> {
    const { applianceId, state } = found(await this.deliveries.get(id));
    const destinationOf = await this.destination.of([applianceId]);
    const destinationId = destinationOf(applianceId);
    if (state === 'no-destination' && destinationId === null) {
      throw new ApiProblem('illegal-transition', {
        detail: 'No destination is set for this appliance.',
        allowed: ['cancelled'],
        help: 'Set `destination` in the fleet layer or in the layer of this appliance; waiting deliveries then go on.',
      });
    }
    return this.view(await this.work.retry(id, caller.username, destinationId));
  }

  @Endpoint('cancelDelivery')
  async cancel(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Delivery> {
    return this.view(await this.work.cancel(id, caller.username));
  }

  private async view(row: DeliveryRow): Promise<Delivery> {
    const [view] = await this.views.of([row]);
    return found(view);
  }
}

function transitionView({ seq, fromState, toState, event, actor, at, reason }: TransitionRow): DeliveryTransition {
  return { seq, from: fromState, to: toState, event, actor, at: iso(at), reason };
}
