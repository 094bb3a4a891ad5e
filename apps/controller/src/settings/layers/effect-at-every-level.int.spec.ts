import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plan, PlanTarget } from '../../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../../controller-under-test.fake.js';
import { addFleet, reading, UNTOUCHED } from '../../fleet-under-test.fake.js';
import { putLayer, settledDigests } from '../layers-under-test.fake.js';

let controller: ControllerUnderTest;
let hostId: string;
let ids: string[];
beforeAll(async () => {
  controller = await launchController();
  const { stores } = controller;
  ({ hostId, ids } = await addFleet(stores, ['vpx-1', 'vpx-2', 'vpx-3']));
  const alone = await stores.appliances.add(
    {
      kind: 'vpx',
      name: 'vpx-alone',
      address: '192.0.2.90',
      port: 22,
      credentialId: (await stores.appliances.get(hostId))?.credentialId ?? null,
      instanceCredentialId: null,
      instancePort: 22,
      hostKeyPolicy: 'trust-first',
      jumpHostId: null,
      algorithms: 'modern',
      channel: 'auto',
      site: 'apac',
      groups: ['pci'],
    },
    'SHA256:' + 'c'.repeat(43),
    'spec',
  );
  ids = [...ids, alone.id];
  await stores.readings.record([
    // One has a mail address to lose, and one shows already what will be asked for.
    reading(ids[0] ?? '', { callHome: { ...UNTOUCHED, emailAddress: 'old@corp.example' } }),
    reading(ids[1] ?? '', { callHome: { ...UNTOUCHED, mode: 'CSP' } }),
    reading(alone.id, { callHome: UNTOUCHED }),
  ]);
});
afterAll(() => controller.close());

const SETTINGS = { mode: 'CSP', emailAddress: null };

describe('a change at any level', () => {
  it.each<[string, () => string, Record<string, string[]>, number]>([
    ['the fleet', () => 'fleet', { 'vpx-1': ['mode', 'emailAddress'], 'vpx-3': ['mode'], 'vpx-alone': ['mode'] }, 1],
    ['a site', () => 'site:emea', { 'vpx-1': ['mode', 'emailAddress'], 'vpx-3': ['mode'] }, 1],
    ['another site', () => 'site:apac', { 'vpx-alone': ['mode'] }, 0],
    ['a group', () => 'group:pci', { 'vpx-1': ['mode', 'emailAddress'], 'vpx-3': ['mode'], 'vpx-alone': ['mode'] }, 1],
    ['a host', () => `host:${hostId}`, { 'vpx-1': ['mode', 'emailAddress'], 'vpx-3': ['mode'] }, 1],
    ['an instance', () => `instance:${ids[0] ?? ''}`, { 'vpx-1': ['mode', 'emailAddress'] }, 1],
    ['one that stands alone', () => `instance:${ids[3] ?? ''}`, { 'vpx-alone': ['mode'] }, 0],
  ])(
    'is tried at %s without a trace, and then planned for just these appliances and keys',
    async (_, at, changes, lost) => {
      const scope = at();
      const before = await settledDigests(controller);
      const tried = await putLayer(controller.admin, scope, { settings: SETTINGS }, '?dryRun=true');
      expect(await settledDigests(controller)).toEqual(before);

      const written = await putLayer(controller.admin, scope, { settings: SETTINGS });
      expect(written.body).toMatchObject({ revision: tried.body.revision, settings: SETTINGS });
      const plan = (await controller.admin.call('createPlan', { body: { scope } })).body as unknown as Plan;
      expect(plan.summary).toEqual(tried.body.effect);
      const names = Object.keys(changes);
      expect(plan.summary).toMatchObject({ change: names.length, removals: lost, blocked: 0, unknown: 0 });
      expect(plan.summary.targets).toBe(plan.summary.change + plan.summary.same);

      const { items } = (await controller.admin.call('listPlanTargets', { params: { id: plan.id } })).body as {
        items: PlanTarget[];
      };
      const changing = items.filter(({ outcome }) => outcome === 'change');
      expect(
        Object.fromEntries(changing.map((each) => [each.applianceName, each.changes.map(({ key }) => key)])),
      ).toEqual(changes);
      expect(changing.flatMap((each) => each.changes).every(({ source }) => source === scope)).toBe(true);
      await putLayer(controller.admin, scope, { settings: {} });
    },
  );
});
