import { Controller, Param } from '@nestjs/common';
import type { Component } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  CredentialStore,
  JumpHostStore,
  type Appliance as ApplianceRow,
  type ApplianceFilter,
  type Component as ComponentRow,
} from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { hideOthers } from '../access/hide-others.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { ExpectedVersion, RequestBody, RequestCaller, RequestPage, RequestQuery } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { ApplianceViews } from './appliance-views.js';

@Controller()
export class InventoryController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly credentials: CredentialStore,
    private readonly jumpHosts: JumpHostStore,
    private readonly views: ApplianceViews,
  ) {}

  @Endpoint('listAppliances')
  list(
    @RequestQuery() query: QueryOf<'listAppliances'>,
    @RequestPage() page: PageRequest,
    @RequestCaller() caller: Caller,
  ) {
    const { kind, hostId, site, reach, q } = query;
    return this.page({ kind, hostId, site, reach, q }, page, caller);
  }

  @Endpoint('listInstances')
  async listInstances(@Param('id') id: string, @RequestPage() page: PageRequest, @RequestCaller() caller: Caller) {
    found(await this.appliances.get(id));
    return this.page({ hostId: id }, page, caller);
  }

  @Endpoint('createAppliance')
  async create(@RequestCaller() caller: Caller, @RequestBody() body: BodyOf<'createAppliance'>) {
    const { hostKey, ...row } = body;
    await this.requireCredentials({ credentialId: row.credentialId, instanceCredentialId: row.instanceCredentialId });
    await this.requireJumpHost(row.jumpHostId);
    const added = await this.appliances.add(row, row.hostKeyPolicy === 'pinned' ? hostKey : null, caller.username);
    return this.views.one(added.id);
  }

  @Endpoint('getAppliance')
  async get(@Param('id') id: string, @RequestCaller() caller: Caller) {
    return hideOthers(await this.views.one(id), caller);
  }

  @Endpoint('patchAppliance')
  async patch(
    @Param('id') id: string,
    @ExpectedVersion() version: number,
    @RequestBody() body: BodyOf<'patchAppliance'>,
  ) {
    await this.requireCredentials({ credentialId: body.credentialId ?? null });
    await this.requireJumpHost(body.jumpHostId ?? null);
    await this.appliances.patch(id, changeOf(body), version);
    return this.views.one(id);
  }

  @Endpoint('retireAppliance')
  async retire(@Param('id') id: string, @ExpectedVersion() version: number): Promise<void> {
    await this.appliances.retire(id, version);
  }

  @Endpoint('listComponents')
  async listComponents(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.appliances.get(id));
    return page.among(await this.appliances.components(id), (row) => row.component, componentView);
  }

  private async page(filter: ApplianceFilter, page: PageRequest, caller: Caller) {
    const visible = { ...filter, among: caller.scope?.applianceIds };
    const [rows, total] = await Promise.all([
      this.appliances.list(visible, page.fetch, page.after),
      this.appliances.count(visible),
    ]);
    return page.of(rows, {
      total,
      after: ({ appliance }) => appliance.sortKey,
      views: async (shown) => (await this.views.of(shown)).map((view) => hideOthers(view, caller)),
    });
  }

  private async requireJumpHost(id: string | null): Promise<void> {
    if (id === null || (await this.jumpHosts.get(id)) !== null) return;
    throw new ApiProblem('validation', {
      errors: [{ pointer: '/jumpHostId', code: 'unknown-jump-host', detail: 'there is no such jump host' }],
    });
  }

  private async requireCredentials(given: Record<string, string | null>): Promise<void> {
    for (const [field, id] of Object.entries(given)) {
      if (id === null || (await this.credentials.exists(id))) continue;
      throw new ApiProblem('validation', {
        errors: [{ pointer: `/${field}`, code: 'unknown-credential', detail: 'there is no such credential' }],
      });
    }
  }
}

// Null is a value here: the store takes an override away. What was not given stays out.
function changeOf(patch: BodyOf<'patchAppliance'>): Partial<ApplianceRow> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function componentView({ component, kind, state, text, affects, checkedAt, stateSince }: ComponentRow): Component {
  return { component, kind, state, text, affects, checkedAt: iso(checkedAt), stateSince: iso(stateSince) };
}
