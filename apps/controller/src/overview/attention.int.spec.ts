import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Overview, Plan, PlanTarget } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet, keyOffered, OTHER_KEY, reading, UNTOUCHED } from '../fleet-under-test.fake.js';

const NAMES = ['vpx-1-well', 'vpx-2-rights', 'vpx-3-refused', 'vpx-4-key', 'vpx-5-silent'];
let controller: ControllerUnderTest;

beforeAll(async () => {
  controller = await launchController();
  const { readings } = controller.stores;
  const { ids } = await addFleet(controller.stores, NAMES);
  const id = (n: number) => ids[n - 1] ?? '';
  await readings.record([
    reading(id(2), { callHome: UNTOUCHED, lacksRights: true }),
    keyOffered(id(4), OTHER_KEY, 'changed'),
  ]);
  const refused = { ...reading(id(3), {}), outcome: { kind: 'login-failed', cause: 'auth-failed' } } as const;
  await controller.resources.database.source.query(
    `UPDATE registration SET state = 'registered', registered_at = now() - interval '90 days' WHERE appliance_id = $1`,
    [id(5)],
  );
  await controller.stores.registrations.noteMissed();
  for (let tries = 0; tries < 3; tries += 1) await readings.record([refused]);
});
afterAll(() => controller.close());

describe('what needs a person', () => {
  it('lists every login that does not do and every heartbeat that stays away, and no appliance that is well', async () => {
    const { body } = await controller.admin.call('getOverview');
    const { attention } = body as unknown as Overview;
    expect(attention.map(({ severity, kind, applianceName, what }) => [severity, kind, applianceName, what])).toEqual([
      ['critical', 'host-key', 'vpx-4-key', 'host key changed'],
      ['error', 'auth', 'vpx-3-refused', 'auth failed'],
      ['warning', 'heartbeat', 'vpx-5-silent', 'heartbeats missed'],
      ['warning', 'auth', 'vpx-2-rights', 'credential insufficient'],
    ]);
  });

  it('is what keeps an appliance out of a plan, where it must be left alone', async () => {
    const plan = (await controller.admin.call('createPlan', { body: { scope: 'fleet' } })).body as unknown as Plan;
    const { body } = await controller.admin.call('listPlanTargets', { params: { id: plan.id } });
    const blocked = (body.items as PlanTarget[]).filter(({ outcome }) => outcome === 'blocked');
    expect(blocked.map(({ applianceName, reason }) => [applianceName, reason])).toEqual([
      ['vpx-3-refused', 'credential-suspended'],
      ['vpx-4-key', 'host-key-changed'],
    ]);
  });
});
