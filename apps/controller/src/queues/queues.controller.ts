import { Controller } from '@nestjs/common';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint } from '../api/endpoint.js';
import { RequestPage } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { QueueViews } from './queue-views.js';

@Controller()
export class QueuesController {
  constructor(private readonly views: QueueViews) {}

  @Endpoint('listQueues')
  async list(@RequestPage() page: PageRequest) {
    const queues = await this.views.all();
    if (queues === null) throw new ApiProblem('queue-unavailable');
    return page.among(
      queues,
      (queue) => queue.name,
      (queue) => queue,
    );
  }
}
