import { Controller, Param } from '@nestjs/common';
import type { Group } from '../../../../../libs/contract/src/index.js';
import { PlaceStore } from '../../../../../libs/persistence/src/index.js';
import type { Caller } from '../../access/caller.js';
import { Endpoint, type BodyOf } from '../../api/endpoint.js';
import { found } from '../../api/found.js';
import { ExpectedVersion, RequestBody, RequestCaller, RequestEdit, RequestPage, type Edit } from '../../api/input.js';
import type { PageRequest } from '../../api/page-request.js';
import { ALL_PLACES } from './all-places.js';
import { groupView } from './place-views.js';

@Controller()
export class GroupsController {
  constructor(private readonly places: PlaceStore) {}

  @Endpoint('listGroups')
  async list(@RequestPage() page: PageRequest) {
    const groups = await this.places.groups(ALL_PLACES, null);
    const strongestFirst = groups.toSorted((a, b) => b.priority - a.priority);
    return page.among(strongestFirst, (row) => row.name, groupView);
  }

  @Endpoint('createGroup')
  async create(@RequestBody() body: BodyOf<'createGroup'>, @RequestCaller() caller: Caller): Promise<Group> {
    return groupView(await this.places.addGroup(body, caller.username));
  }

  @Endpoint('getGroup')
  async get(@Param('name') name: string): Promise<Group> {
    return groupView(found(await this.places.group(name)));
  }

  @Endpoint('patchGroup')
  async patch(
    @Param('name') name: string,
    @RequestBody() body: BodyOf<'patchGroup'>,
    @RequestEdit() { version, by }: Edit,
  ): Promise<Group> {
    return groupView(await this.places.patchGroup(name, { ...body, by }, version));
  }

  @Endpoint('removeGroup')
  async remove(@Param('name') name: string, @ExpectedVersion() version: number): Promise<void> {
    await this.places.removeGroup(name, version);
  }
}
