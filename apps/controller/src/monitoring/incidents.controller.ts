import { Controller, Param } from '@nestjs/common';
import type { Incident } from '../../../../libs/contract/src/index.js';
import {
  IncidentStore,
  ServiceRequestStore,
  type Incident as IncidentRow,
} from '../../../../libs/persistence/src/index.js';
import { Endpoint, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestPage, RequestQuery } from '../api/input.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

/** Incidents: the conditions of one cause, seen as one. */
@Controller()
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly requests: ServiceRequestStore,
  ) {}

  @Endpoint('listIncidents')
  async list(@RequestQuery() query: QueryOf<'listIncidents'>, @RequestPage() page: PageRequest) {
    const filter = { state: query.state ?? null, applianceId: query.applianceId ?? null };
    const [rows, total] = await Promise.all([
      this.incidents.list(filter, page.fetch, page.after),
      this.incidents.count(filter),
    ]);
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => this.views(shown) });
  }

  @Endpoint('getIncident')
  async get(@Param('id') id: string): Promise<Incident> {
    const [view] = await this.views([found(await this.incidents.get(id))]);
    return found(view);
  }

  private async views(rows: readonly IncidentRow[]): Promise<Incident[]> {
    const ids = rows.map((row) => row.id);
    const [conditions, requests] = await Promise.all([
      this.incidents.conditionIds(ids),
      this.requests.idsByIncident(ids),
    ]);
    return rows.map(({ key: _cause, openedAt, closedAt, ...rest }) => ({
      ...rest,
      conditionIds: [...(conditions.get(rest.id) ?? [])],
      serviceRequestIds: [...(requests.get(rest.id) ?? [])],
      openedAt: iso(openedAt),
      closedAt: isoOrNull(closedAt),
    }));
  }
}
