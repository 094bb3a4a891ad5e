import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Effective, Layer } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let fleet: { hostId: string; ids: string[] };
beforeAll(async () => {
  controller = await launchController();
  fleet = await addFleet(controller.stores, ['vpx-pay-1']);
});
afterAll(() => controller.close());

async function put(scope: string, body: unknown): Promise<Layer> {
  const etag = (await controller.admin.call('getLayer', { params: { scope } })).headers.get('etag') ?? '';
  const answer = await controller.admin.call('putLayer', { params: { scope }, body, headers: { 'if-match': etag } });
  return answer.body as unknown as Layer;
}

const putFleet = (settings: unknown) =>
  controller.admin.ask('PUT', '/api/v1/layers/fleet', { body: { settings }, headers: { 'if-match': '"0"' } });

describe('a layer', () => {
  it.each([
    ['too long a mail address', { emailAddress: `${'a'.repeat(90)}@x.example` }, '/settings/emailAddress', 'too-long'],
    ['too few days', { heartbeatIntervalDays: 0 }, '/settings/heartbeatIntervalDays', 'out-of-range'],
    ['half a proxy', { proxy: { address: '192.0.2.1' } }, '/settings/proxy', 'port-required'],
    [
      'a proxy in both forms',
      { proxy: { address: '192.0.2.1', service: 'svc', port: 3128 } },
      '/settings/proxy',
      'proxy-host-and-service',
    ],
    ['a key that does not exist', { colour: 'red' }, '/settings/colour', 'unknown-key'],
    ['a destination that does not exist', { destination: 'dst_none' }, '/settings/destination', 'unknown-destination'],
  ])('with %s is refused', async (_, settings, pointer, code) => {
    const answer = await putFleet(settings);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation', errors: [{ pointer, code }] } });
  });

  it('names everything that is wrong with it at once', async () => {
    const { body } = await putFleet({ heartbeatIntervalDays: 99, emailAddress: 'x', proxy: {} });
    const codes = (body.errors as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(['out-of-range', 'not-an-email', 'proxy-incomplete', 'port-required']);
  });

  it('does not exist until it is written, and then has a revision that the next write must name', async () => {
    const params = { scope: 'fleet' };
    const before = await controller.admin.call('getLayer', { params });
    expect([before.headers.get('etag'), before.body.settings]).toEqual(['"0"', {}]);
    const first = await controller.admin.call('putLayer', {
      params,
      body: { settings: { emailAddress: 'noc@corp.example', heartbeatIntervalDays: 3 }, note: 'first' },
      headers: { 'if-match': '"0"' },
    });
    expect(first.headers.get('etag')).toBe('"1"');
    expect(first.body.warnings).toEqual([expect.objectContaining({ code: 'heartbeat-below-5' })]);
    expect((await putFleet({ emailAddress: 'x@corp.example' })).body.code).toBe('etag-mismatch');
  });

  it('keeps what a PATCH does not name: settings, locks and note', async () => {
    await put('fleet', { settings: { emailAddress: 'noc@corp.example' }, locks: ['proxy'], note: 'kept' });
    const params = { scope: 'fleet' };
    const { headers } = await controller.admin.call('getLayer', { params });
    const patched = await controller.admin.call('patchLayer', {
      params,
      body: { settings: { heartbeatIntervalDays: null } },
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    expect(patched.body).toMatchObject({
      settings: { emailAddress: 'noc@corp.example', heartbeatIntervalDays: null },
      locks: ['proxy'],
      note: 'kept',
    });
  });

  it('of an appliance that does not exist is not found', async () => {
    const path = `/api/v1/layers/instance:app_${'0'.repeat(26)}`;
    expect((await controller.admin.ask('GET', path)).status).toBe(404);
  });
});

describe('effective settings', () => {
  it('say of each value where it comes from, what it shadows, what is locked out, and what the appliance shows', async () => {
    const id = fleet.ids[0] ?? '';
    const scope = `instance:${id}`;
    await put('fleet', { settings: { emailAddress: 'noc@corp.example', proxy: 'none' }, locks: ['proxy'] });
    await put(scope, {
      settings: { emailAddress: 'pay@corp.example', proxy: { address: '192.0.2.9', port: 3128 } },
    });
    const { keys, inputs } = (await controller.admin.call('getEffective', { params: { id } }))
      .body as unknown as Effective;
    expect(Object.keys(inputs).toSorted()).toEqual(['fleet', scope]);
    expect(keys.emailAddress).toMatchObject({
      value: 'pay@corp.example',
      source: { scope, by: 'admin' },
      overrides: [{ scope: 'fleet', value: 'noc@corp.example' }, { scope: 'built-in' }].slice(0, 1),
      device: { value: null, saved: true },
      drift: 'drifted',
    });
    expect(keys.proxy).toMatchObject({ value: 'none', locked: true, blocked: [{ scope }], drift: 'in-sync' });
    expect(keys.enabled).toMatchObject({ value: true, source: { scope: 'built-in' }, drift: 'in-sync' });
    expect(keys.review).toMatchObject({ value: 'send', device: null, drift: 'not-applicable' });
  });

  it('of a host are the ones of its own deliveries; it has no Call Home to differ in', async () => {
    const { body } = await controller.admin.call('getEffective', { params: { id: fleet.hostId } });
    expect((body as unknown as Effective).keys.enabled?.drift).toBe('not-applicable');
  });
});
