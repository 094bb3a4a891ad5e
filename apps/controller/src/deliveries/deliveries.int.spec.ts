import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';
import { RouteWaiting } from './route-waiting.js';

const BUNDLE = { bytes: 12, sha256: 'ab'.repeat(32), fileName: 'collector.tar.gz', collectedMs: 5 };

let controller: ControllerUnderTest;
let applianceId: string;
beforeAll(async () => {
  controller = await launchController();
  applianceId = (await addFleet(controller.stores, ['vpx-pay-1'])).ids[0] ?? '';
});
afterAll(() => controller.close());

async function send(): Promise<Delivery> {
  const body = { applianceId, reason: 'a case with support' };
  return (await controller.admin.call('createDelivery', { body })).body as unknown as Delivery;
}

const get = async (id: string) =>
  (await controller.admin.call('getDelivery', { params: { id } })).body as unknown as Delivery;
const act = (id: string, action: 'retry' | 'cancel') =>
  controller.admin.ask('POST', `/api/v1/deliveries/${id}/actions/${action}`);

/** What a worker does until the bundle is stored. */
async function collect(id: string, destinationId: string | null): Promise<void> {
  const { outbox, deliveryWork } = controller.stores;
  const lease = await outbox.claim('collect', id, { worker: 'w', leaseMs: 60_000 });
  if (lease === null) throw new Error('the collection is not there to be claimed');
  await deliveryWork.beginCollect(lease, 'w');
  await deliveryWork.collected(lease, { worker: 'w', bundle: BUNDLE, destinationId });
}

async function refuse(id: string): Promise<void> {
  const { outbox, deliveryWork } = controller.stores;
  const lease = await outbox.claim('transmit', id, { worker: 'w', leaseMs: 60_000 });
  if (lease === null) throw new Error('the transmission is not there to be claimed');
  await deliveryWork.beginTransmit(lease, 'w');
  await deliveryWork.transmitFailed(lease, 'w', { reason: 'receiver-refused', retryInMs: null });
}

async function addDestination(name: string): Promise<string> {
  const body = { name, kind: 'https', url: 'https://receiver.example/upload', bearerToken: 'never shown' };
  const answer = await controller.admin.call('createDestination', { body });
  expect(answer.body).toMatchObject({ hasBearerToken: true, hasCa: false });
  expect(JSON.stringify(answer.body)).not.toContain('never shown');
  return String(answer.body.id);
}

describe('a delivery', () => {
  it('that somebody asks for waits to be collected, and can be cancelled once', async () => {
    const delivery = await send();
    expect(delivery).toMatchObject({
      type: 'manual',
      state: 'pending',
      applianceName: 'vpx-pay-1',
      hostName: 'sdx-fra-03',
      actions: ['cancel'],
      attempts: { collect: 0, transmit: 0 },
    });
    expect(await act(delivery.id, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled', actions: [] } });
    expect(await act(delivery.id, 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'illegal-transition', allowed: [] },
    });
    const { body } = await controller.admin.call('listDeliveryTransitions', { params: { id: delivery.id } });
    expect((body.items as { to: string; actor: string }[]).map(({ to, actor }) => [to, actor])).toEqual([
      ['pending', 'admin'],
      ['cancelled', 'admin'],
    ]);
  });

  it('of an appliance that does not exist is refused', async () => {
    const body = { applianceId: 'app_none', reason: 'x' };
    const answer = await controller.admin.ask('POST', '/api/v1/deliveries', { body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/applianceId' }] } });
  });

  it('that is under way cannot be retried; the refusal names what is possible', async () => {
    const { id } = await send();
    const answer = await act(id, 'retry');
    expect(answer).toMatchObject({ status: 409, body: { code: 'illegal-transition' } });
    expect(answer.body.allowed).toContain('cancelled');
    expect((await get(id)).version).toBe(1);
  });

  it('that failed is sent again to where it was going, with a new series of tries', async () => {
    const destinationId = await addDestination('first');
    const { id } = await send();
    await collect(id, destinationId);
    await refuse(id);
    expect(await get(id)).toMatchObject({
      state: 'transmission-failed',
      reason: 'receiver-refused',
      actions: ['retry'],
      bundle: BUNDLE,
      destination: { id: destinationId, name: 'first' },
    });
    expect(await act(id, 'retry')).toMatchObject({
      status: 200,
      body: { state: 'queued', attempts: { transmit: 0 }, destination: { id: destinationId } },
    });
  });

  it('is found by state and by appliance', async () => {
    const failed = await controller.admin.call('listDeliveries', { query: '?state=transmission-failed,held' });
    expect(failed.body.items).toEqual([]);
    const queued = await controller.admin.call('listDeliveries', { query: `?state=queued&applianceId=${applianceId}` });
    expect(queued.body.page).toMatchObject({ approxTotal: 1 });
  });
});

describe('a delivery without a destination', () => {
  it('waits, cannot be forced on, and goes on by itself once its appliance has one', async () => {
    const { id } = await send();
    await collect(id, null);
    expect(await get(id)).toMatchObject({ state: 'no-destination', actions: ['retry', 'cancel'] });
    expect(await act(id, 'retry')).toMatchObject({ status: 409, body: { code: 'illegal-transition' } });
    const routing = controller.app.get(RouteWaiting, { strict: false });
    expect(await routing.run()).toBe(0);

    const destinationId = await addDestination('second');
    await controller.admin.call('putLayer', {
      params: { scope: `instance:${applianceId}` },
      body: { settings: { destination: destinationId } },
      headers: { 'if-match': '"0"' },
    });
    await Promise.all([routing.run(), routing.run()]);
    expect(await get(id)).toMatchObject({ state: 'queued', destination: { id: destinationId, name: 'second' } });
    const { body } = await controller.admin.call('listDeliveryTransitions', { params: { id } });
    expect((body.items as { actor: string }[]).filter(({ actor }) => actor === 'routing')).toHaveLength(1);
  });
});
