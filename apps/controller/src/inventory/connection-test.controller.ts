import { Controller, Param } from '@nestjs/common';
import type { ConnectionStep, ConnectionTest } from '../../../../libs/contract/src/index.js';
import { CONNECTION_CAUSES, CONNECTION_STEPS, CONNECTION_STEP_TITLES } from '../../../../libs/fleet/src/index.js';
import { ApplianceStore, ConnectionTestStore, type TestedStep } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { iso } from '../api/iso.js';

/** What the last connection test of an appliance tried, in words. */
@Controller()
export class ConnectionTestController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly tests: ConnectionTestStore,
  ) {}

  @Endpoint('getConnectionTest')
  async get(@Param('id') id: string): Promise<ConnectionTest> {
    found(await this.appliances.get(id));
    const test = await this.tests.of(id);
    if (test === null) {
      throw new ApiProblem('not-found', {
        detail: 'The connection of this appliance was not tested yet.',
        help: `POST /api/v1/appliances/${id}/actions/test starts a test.`,
      });
    }
    const steps = CONNECTION_STEPS.map((step) => stepView(step, test.steps));
    const ok = steps.every(({ state }) => state === 'ok');
    return { applianceId: id, at: iso(test.at), ok, tookMs: test.tookMs, steps };
  }
}

function stepView(step: ConnectionStep['step'], tested: readonly TestedStep[]): ConnectionStep {
  const one = tested.find((each) => each.step === step);
  const cause = one?.cause ?? null;
  const words = cause === null ? null : (CONNECTION_CAUSES[cause] ?? null);
  return {
    step,
    title: CONNECTION_STEP_TITLES[step],
    state: one?.state ?? 'not-tried',
    tookMs: one?.tookMs ?? null,
    found: one?.found ?? null,
    cause,
    problem: words?.problem ?? cause,
    help: words?.help ?? null,
  };
}
