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
  list(@RequestQuery() query: QueryOf<'listAppliances'>, @RequestPage() page: PageRequest) {
    const { kind, hostId, site, reach, q } = query;
    return this.page({ kind, hostId, site, reach, q }, page);
  }

  @Endpoint('listInstances')
  async listInstances(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.appliances.get(id));
    return this.page({ hostId: id }, page);
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
  get(@Param('id') id: string) {
    return this.views.one(id);
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

  private async page(filter: ApplianceFilter, page: PageRequest) {
    const [rows, total] = await Promise.all([
      this.appliances.list(filter, page.fetch, page.after),
      this.appliances.count(filter),
    ]);
    return page.of(rows, {
      total,
      after: ({ appliance }) => appliance.sortKey,
      views: (shown) => this.views.of(shown),
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
