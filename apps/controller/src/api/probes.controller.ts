import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Database } from '../../../../libs/persistence/src/index.js';
import { LeastRole } from './endpoint.js';
import { OutboxRelay } from '../relay/outbox-relay.js';
import { Resources } from '../resources.js';
import { FleetMetrics } from './fleet-metrics.js';

type Check = { ok: boolean; detail: string | null };

/** For whoever runs the process: is it alive, can it work, what does it measure. */
@Controller()
export class ProbesController {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly resources: Resources,
    private readonly metrics: FleetMetrics,
  ) {}

  @Get('healthz')
  @LeastRole('anyone')
  healthz() {
    return { status: 'alive' };
  }

  @Get('readyz')
  @LeastRole('anyone')
  async readyz(@Res({ passthrough: true }) response: Response) {
    const answers = await this.database.answers();
    const pending = answers && (await this.database.pool.showMigrations());
    const redis = this.resources.redis.status === 'ready';
    const checks: Record<string, Check> = {
      database: { ok: answers, detail: answers ? null : 'the database does not answer' },
      migrations: { ok: answers && !pending, detail: pending ? 'migrations are pending' : null },
      redis: { ok: redis, detail: redis ? this.relay.redisWarning : 'redis does not answer' },
    };
    const ready = Object.values(checks).every((check) => check.ok);
    response.status(ready ? 200 : 503).setHeader('Cache-Control', 'no-store');
    return { status: ready ? 'ready' : 'not-ready', checks };
  }

  @Get('metrics')
  @LeastRole('anyone')
  async text(@Res() response: Response): Promise<void> {
    const text = await this.metrics.text();
    response.status(200).setHeader('Content-Type', this.resources.metrics.contentType);
    response.end(text);
  }
}
