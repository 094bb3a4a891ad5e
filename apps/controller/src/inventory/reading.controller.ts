import { Controller, Param } from '@nestjs/common';
import type { Operation } from '../../../../libs/contract/src/index.js';
import { ApplianceStore, SweepStore, type Sweep } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestCaller } from '../api/input.js';
import { operationView } from '../operations/operation-view.js';

/** Reading an appliance now, because somebody asks for it. */
@Controller()
export class ReadingController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly sweeps: SweepStore,
  ) {}

  @Endpoint('discoverAppliance')
  discover(@Param('id') id: string, @RequestCaller() caller: Caller) {
    return this.request('discover', id, caller);
  }

  @Endpoint('checkAppliance')
  check(@Param('id') id: string, @RequestCaller() caller: Caller) {
    return this.request('check', id, caller);
  }

  @Endpoint('testAppliance')
  test(@Param('id') id: string, @RequestCaller() caller: Caller) {
    return this.request('test', id, caller);
  }

  private async request(kind: Exclude<Sweep['kind'], 'scheduled'>, id: string, caller: Caller): Promise<Operation> {
    found(await this.appliances.get(id));
    return operationView(await this.sweeps.request(kind, id, caller.username));
  }
}
