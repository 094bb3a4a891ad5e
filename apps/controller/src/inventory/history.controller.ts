import { Controller, Param } from '@nestjs/common';
import type { InventoryChange, RawAnswer, RawAnswerText } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  InventoryHistoryStore,
  type InventoryChangeRow,
  type StoredRawAnswer,
} from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type QueryOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestPage, RequestQuery } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

/** What became of appliances over time, what of their answers was not understood, and which parts are gone for good. */
@Controller()
export class HistoryController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly history: InventoryHistoryStore,
  ) {}

  @Endpoint('listApplianceHistory')
  async list(
    @Param('id') id: string,
    @RequestQuery() query: QueryOf<'listApplianceHistory'>,
    @RequestPage() page: PageRequest,
  ) {
    found(await this.appliances.get(id));
    const of = { applianceId: id, withInstances: query.instances === 'true' };
    const [rows, total] = await Promise.all([
      this.history.changes(of, page.fetch, page.after),
      this.history.countChanges(of),
    ]);
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => shown.map(changeView) });
  }

  @Endpoint('listRawAnswers')
  async listRawAnswers(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.appliances.get(id));
    return page.among(await this.history.rawAnswers(id), (row) => row.command, rawAnswerView);
  }

  @Endpoint('getRawAnswer')
  async rawAnswer(@Param('id') id: string, @Param('command') command: string): Promise<RawAnswerText> {
    found(await this.appliances.get(id));
    const row = found(await this.history.rawAnswer(id, command));
    return { ...rawAnswerView(row), output: row.output };
  }

  @Endpoint('confirmComponentRemoval')
  async confirmRemoval(@Param('id') id: string, @Param('component') component: string): Promise<void> {
    found(await this.appliances.get(id));
    const outcome = await this.history.confirmRemoval(id, component);
    if (outcome === 'unknown') throw new ApiProblem('not-found', { detail: 'This appliance has no such part.' });
    if (outcome === 'not-missing') {
      throw new ApiProblem('illegal-transition', { detail: 'The part is there; only a missing one can be removed.' });
    }
  }
}

function changeView(row: InventoryChangeRow & { applianceName: string }): InventoryChange {
  const { id, applianceId, applianceName, field, fromValue, toValue, at } = row;
  return { id, applianceId, applianceName, field, from: fromValue, to: toValue, at: iso(at) };
}

function rawAnswerView({ command, reason, words, outputBytes, isCut, at }: StoredRawAnswer): RawAnswer {
  return { command, reason, words, outputBytes, isCut, at: iso(at) };
}
