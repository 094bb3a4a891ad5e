import { Controller, Param } from '@nestjs/common';
import type { Site } from '../../../../../libs/contract/src/index.js';
import { PlaceStore } from '../../../../../libs/persistence/src/index.js';
import type { Caller } from '../../access/caller.js';
import { Endpoint, type BodyOf } from '../../api/endpoint.js';
import { found } from '../../api/found.js';
import { ExpectedVersion, RequestBody, RequestCaller, RequestPage } from '../../api/input.js';
import type { PageRequest } from '../../api/page-request.js';
import { ALL_PLACES } from './all-places.js';
import { siteView } from './place-views.js';

@Controller()
export class SitesController {
  constructor(private readonly places: PlaceStore) {}

  @Endpoint('listSites')
  async list(@RequestPage() page: PageRequest) {
    return page.among(await this.places.sites(ALL_PLACES, null), (row) => row.name, siteView);
  }

  @Endpoint('createSite')
  async create(@RequestBody() body: BodyOf<'createSite'>, @RequestCaller() caller: Caller): Promise<Site> {
    return siteView(await this.places.addSite(body, caller.username));
  }

  @Endpoint('getSite')
  async get(@Param('name') name: string): Promise<Site> {
    return siteView(found(await this.places.site(name)));
  }

  @Endpoint('patchSite')
  async patch(
    @Param('name') name: string,
    @RequestBody() body: BodyOf<'patchSite'>,
    @ExpectedVersion() version: number,
  ): Promise<Site> {
    return siteView(await this.places.patchSite(name, body, version));
  }

  @Endpoint('removeSite')
  async remove(@Param('name') name: string, @ExpectedVersion() version: number): Promise<void> {
    await this.places.removeSite(name, version);
  }
}
