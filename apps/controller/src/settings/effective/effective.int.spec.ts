import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Effective, ScopeEffective } from '../../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../../controller-under-test.fake.js';
import { addFleet, reading, UNTOUCHED } from '../../fleet-under-test.fake.js';
import { putLayer } from '../layers-under-test.fake.js';

let controller: ControllerUnderTest;
let fleet: { hostId: string; ids: string[] };
beforeAll(async () => {
  controller = await launchController();
  fleet = await addFleet(controller.stores, ['vpx-pay-1', 'vpx-pay-2', 'vpx-pay-3']);
});
afterAll(() => controller.close());

const put = (scope: string, body: unknown) => putLayer(controller.admin, scope, body);

describe('effective settings', () => {
  it('say of each value where it comes from, what it shadows, what is locked out, and what the appliance shows', async () => {
    const id = fleet.ids[0] ?? '';
    const scope = `instance:${id}`;
    await put(scope, {
      settings: { emailAddress: 'pay@corp.example', proxy: { address: '192.0.2.9', port: 3128 } },
    });
    await put('fleet', {
      settings: { emailAddress: 'noc@corp.example', proxy: 'none' },
      locks: ['proxy'],
      lockReasons: { proxy: 'audited' },
    });
    const { keys, inputs } = (await controller.admin.call('getEffective', { params: { id } }))
      .body as unknown as Effective;
    expect(Object.keys(inputs).toSorted()).toEqual(['fleet', scope]);
    expect(keys.emailAddress).toMatchObject({
      value: 'pay@corp.example',
      source: { scope, by: 'admin' },
      overrides: [{ scope: 'fleet', value: 'noc@corp.example' }],
      lockedBy: null,
      lockReason: null,
      device: { value: null, saved: true },
      applied: null,
      drift: 'pending',
    });
    expect(keys.proxy).toMatchObject({
      value: 'none',
      locked: true,
      lockedBy: { scope: 'fleet', by: 'admin' },
      lockReason: 'audited',
      exempted: false,
      blocked: [{ scope }],
      drift: 'in-sync',
    });
    expect(keys.enabled).toMatchObject({ value: true, source: { scope: 'built-in' }, drift: 'in-sync' });
    expect(keys.review).toMatchObject({ value: 'send', device: null, drift: 'not-applicable' });
  });

  it('of a host are the ones of its own deliveries; it has no Call Home to differ in', async () => {
    const { body } = await controller.admin.call('getEffective', { params: { id: fleet.hostId } });
    expect((body as unknown as Effective).keys.enabled?.drift).toBe('not-applicable');
  });

  it('show what was last pushed, and tell a value that somebody else has changed from one that is behind', async () => {
    const id = fleet.ids[0] ?? '';
    const pushed = { wanted: 'pay@corp.example', read: 'pay@corp.example', at: '2026-01-01T00:00:00.000Z' };
    await controller.resources.database.transaction((tx) =>
      controller.stores.applied.record(tx, id, {
        values: { emailAddress: { ...pushed, rolloutId: 'rol_1' } },
        conflicts: [],
      }),
    );
    await controller.stores.readings.record([
      reading(id, { callHome: { ...UNTOUCHED, emailAddress: 'x@corp.example' } }),
    ]);
    const { keys } = (await controller.admin.call('getEffective', { params: { id } })).body as unknown as Effective;
    expect(keys.emailAddress).toMatchObject({
      applied: { value: 'pay@corp.example', read: 'pay@corp.example', rolloutId: 'rol_1' },
      device: { value: 'x@corp.example' },
      drift: 'drifted',
    });
    const { body } = await controller.admin.call('getAppliance', { params: { id } });
    expect(body).toMatchObject({ site: 'emea', groups: ['pci'], callHome: { drift: 'drifted', overrides: 2 } });
    const { callHome } = (await controller.admin.call('getOverview')).body as { callHome: { drifted: number } };
    expect(callHome.drifted).toBe(1);
  });
});

describe('the effective settings of a scope', () => {
  const at = async (scope: string) =>
    (await controller.admin.call('getScopeEffective', { query: `?scope=${encodeURIComponent(scope)}` }))
      .body as unknown as ScopeEffective;

  it('say what its members get, how many differ, what they have instead, and from where', async () => {
    const own = fleet.ids[0] ?? '';
    await put('site:emea', { settings: { emailAddress: 'emea@corp.example' } });
    const site = await at('site:emea');
    expect(site).toMatchObject({ scope: 'site:emea', members: 3, inputs: { 'site:emea': 1 } });
    expect(site.keys.emailAddress).toMatchObject({
      value: 'emea@corp.example',
      source: { scope: 'site:emea' },
      overrides: [{ scope: 'fleet', value: 'noc@corp.example' }],
      same: 2,
      differ: 1,
      variants: [{ value: 'pay@corp.example', from: `instance:${own}`, count: 1, sample: [own] }],
      furtherVariants: 0,
    });
    expect(site.keys.proxy).toMatchObject({ value: 'none', locked: true, lockReason: 'audited', same: 3, differ: 0 });
  });

  it('count the layers over a host and over an instance, and for the fleet none but its own', async () => {
    await put(`host:${fleet.hostId}`, { settings: { mode: 'CSP' } });
    const host = await at(`host:${fleet.hostId}`);
    expect(host).toMatchObject({ members: 3, inputs: { 'site:emea': 1, [`host:${fleet.hostId}`]: 1 } });
    expect(host.keys.mode).toMatchObject({ value: 'CSP', same: 3, differ: 0 });
    const instance = await at(`instance:${fleet.ids[0] ?? ''}`);
    expect(instance.keys.emailAddress).toMatchObject({ value: 'pay@corp.example', same: 1, differ: 0 });
    const whole = await at('fleet');
    expect(whole.keys.mode).toMatchObject({ value: null, source: { scope: 'built-in' }, same: 0, differ: 3 });
    expect(whole.keys.mode?.variants).toEqual([
      { value: 'CSP', from: `host:${fleet.hostId}`, count: 3, sample: expect.any(Array) },
    ]);
    expect(whole.keys.mode?.variants[0]?.sample.toSorted()).toEqual(fleet.ids.toSorted());
  });
});
