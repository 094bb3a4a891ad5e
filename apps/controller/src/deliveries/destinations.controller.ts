import { Controller } from '@nestjs/common';
import type { Destination } from '../../../../libs/contract/src/index.js';
import { DestinationStore, type Destination as DestinationRow } from '../../../../libs/persistence/src/index.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { RequestBody, RequestPage } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

@Controller()
export class DestinationsController {
  constructor(private readonly destinations: DestinationStore) {}

  @Endpoint('listDestinations')
  async list(@RequestPage() page: PageRequest) {
    return page.among(await this.destinations.list(), (row) => row.id, destinationView);
  }

  @Endpoint('createDestination')
  async create(@RequestBody() body: BodyOf<'createDestination'>): Promise<Destination> {
    const { bearerToken, ...destination } = body;
    return destinationView(await this.destinations.add(destination, bearerToken));
  }
}

function destinationView({ id, name, kind, url, caPem, sealedBearer, createdAt }: DestinationRow): Destination {
  return {
    id,
    name,
    kind,
    url,
    hasCa: caPem !== null,
    hasBearerToken: sealedBearer !== null,
    createdAt: iso(createdAt),
  };
}
