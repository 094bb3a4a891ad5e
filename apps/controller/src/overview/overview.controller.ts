import { Controller } from '@nestjs/common';
import type { Overview } from '../../../../libs/contract/src/index.js';
import { OverviewStore, WorkerStore } from '../../../../libs/persistence/src/index.js';
import { Endpoint, type QueryOf } from '../api/endpoint.js';
import { RequestQuery } from '../api/input.js';
import { iso } from '../api/iso.js';
import { DriftCount } from './drift-count.js';
import { attentionView, conditionsByCode } from './overview-view.js';
import { RANGES, seriesStart, uploadSeries } from './upload-series.js';

const STUCK_MINUTES = 60;
const WORKER_SILENT_SECONDS = 60;
const ATTENTION_ROWS = 50;

@Controller()
export class OverviewController {
  constructor(
    private readonly overview: OverviewStore,
    private readonly workers: WorkerStore,
    private readonly driftCount: DriftCount,
  ) {}

  @Endpoint('getOverview')
  async get(@RequestQuery() { range }: QueryOf<'getOverview'>): Promise<Overview> {
    const now = new Date();
    const [figures, stuck, uploads, attention, workers, drifted] = await Promise.all([
      this.overview.figures(),
      this.overview.stuckDeliveries(STUCK_MINUTES),
      this.overview.uploads(seriesStart(range, now), RANGES[range].bucketSeconds),
      this.overview.attention(ATTENTION_ROWS),
      this.workers.count(WORKER_SILENT_SECONDS),
      this.driftCount.get(),
    ]);
    return {
      at: iso(now),
      appliances: figures.appliances,
      callHome: { ...figures.callHome, drifted },
      conditions: { ...figures.conditions, byCode: conditionsByCode(figures) },
      deliveries: {
        byState: Object.fromEntries(figures.deliveriesByState.map(({ state, count }) => [state, count])),
        stuck,
      },
      uploads: uploadSeries(range, now, uploads),
      attention: attention.map(attentionView),
      workers,
    };
  }
}
