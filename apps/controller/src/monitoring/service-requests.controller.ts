import { Controller, Param } from '@nestjs/common';
import type { ServiceRequest } from '../../../../libs/contract/src/index.js';
import { ServiceRequestStore, type ServiceRequest as Row } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

/** Service requests: those that opened by themselves, and those that wait for a person. */
@Controller()
export class ServiceRequestsController {
  constructor(private readonly requests: ServiceRequestStore) {}

  @Endpoint('listServiceRequests')
  async list(@RequestQuery() query: QueryOf<'listServiceRequests'>, @RequestPage() page: PageRequest) {
    const filter = { state: query.state ?? null, incidentId: query.incidentId ?? null };
    const [rows, total] = await Promise.all([
      this.requests.list(filter, page.fetch, page.after),
      this.requests.count(filter),
    ]);
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => shown.map(serviceRequestView) });
  }

  @Endpoint('listServiceRequestTransitions')
  async transitions(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.requests.get(id));
    return page.among(
      await this.requests.transitions(id),
      (step) => String(step.seq),
      ({ requestId: _id, at, ...step }) => ({ ...step, at: iso(at) }),
    );
  }

  @Endpoint('openServiceRequest')
  async open(
    @Param('id') id: string,
    @RequestBody() { reason }: BodyOf<'openServiceRequest'>,
    @RequestCaller() { username: actor }: Caller,
  ): Promise<ServiceRequest> {
    return serviceRequestView(await this.requests.move(id, { event: 'opened-by-person', actor, reason }));
  }

  @Endpoint('declineServiceRequest')
  async decline(
    @Param('id') id: string,
    @RequestBody() { reason }: BodyOf<'declineServiceRequest'>,
    @RequestCaller() { username: actor }: Caller,
  ): Promise<ServiceRequest> {
    return serviceRequestView(await this.requests.move(id, { event: 'declined', actor, reason }));
  }

  @Endpoint('closeServiceRequest')
  async close(
    @Param('id') id: string,
    @RequestBody() { reason }: BodyOf<'closeServiceRequest'>,
    @RequestCaller() { username: actor }: Caller,
  ): Promise<ServiceRequest> {
    return serviceRequestView(await this.requests.move(id, { event: 'closed', actor, reason }));
  }

  @Endpoint('numberServiceRequest')
  async number(
    @Param('id') id: string,
    @RequestBody() { number }: BodyOf<'numberServiceRequest'>,
    @RequestCaller() { username: actor }: Caller,
  ): Promise<ServiceRequest> {
    const move = { event: 'number-received' as const, actor, reason: null, set: { number } };
    return serviceRequestView(await this.requests.move(id, move));
  }
}

function serviceRequestView({ dedupeKey: _key, createdAt, updatedAt, ...rest }: Row): ServiceRequest {
  return { ...rest, createdAt: iso(createdAt), updatedAt: iso(updatedAt) };
}
