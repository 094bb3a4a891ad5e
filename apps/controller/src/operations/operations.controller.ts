import { Controller, Param } from '@nestjs/common';
import { OperationStore } from '../../../../libs/persistence/src/index.js';
import { Endpoint } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestPage } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { operationView } from './operation-view.js';

@Controller()
export class OperationsController {
  constructor(private readonly operations: OperationStore) {}

  @Endpoint('listOperations')
  async list(@RequestPage() page: PageRequest) {
    const [rows, total] = await Promise.all([
      this.operations.list(page.fetch, page.after),
      this.operations.count(),
    ]); // prettier-ignore
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => shown.map(operationView) });
  }

  @Endpoint('getOperation')
  async get(@Param('id') id: string) {
    return operationView(found(await this.operations.get(id)));
  }
}
