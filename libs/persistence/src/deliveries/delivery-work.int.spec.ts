import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { Lease } from '../outbox/outbox-store.js';

let test: TestStores;
let applianceId: string;
beforeAll(async () => {
  test = await openTestStores();
  const row = await test.stores.appliances.add(
    {
      kind: 'vpx',
      name: 'vpx-1',
      address: '192.0.2.1',
      port: 22,
      credentialId: null,
      instanceCredentialId: null,
      instancePort: 22,
      hostKeyPolicy: 'approve',
      jumpHostId: null,
      algorithms: 'modern',
      channel: 'auto',
      site: null,
      groups: [],
    },
    null,
    'specs',
  );
  applianceId = row.id;
});
afterAll(() => test.close());

const BUNDLE = { bytes: 10, sha256: 'ab'.repeat(32), fileName: 'collector.tar.gz', collectedMs: 5 };
const RECEIPT = { receipt: { receiptId: 'r-1', sha256: BUNDLE.sha256, at: '2026-11-23T00:00:00Z' }, caseNumber: null };
const work = () => test.stores.deliveryWork;
const stateOf = async (id: string) => (await test.stores.deliveries.get(id))?.state;

async function claim(queue: 'collect' | 'transmit', id: string, worker = 'w1'): Promise<Lease> {
  const lease = await test.stores.outbox.claim(queue, id, { worker, leaseMs: 60_000 });
  if (lease === null) throw new Error(`${queue} of ${id} should be free`);
  return lease;
}

async function queued(): Promise<string> {
  const id = await work().request(applianceId, 'a person', 'a test');
  const lease = await claim('collect', id);
  await work().beginCollect(lease, 'w1');
  await work().collected(lease, { worker: 'w1', bundle: BUNDLE, destinationId: 'dst_1' });
  return id;
}

const loseLease = (id: string) =>
  test.database.source.query(`UPDATE outbox SET lease_until = now() - interval '1 second' WHERE ref_id = $1`, [id]);

describe('DeliveryWork', () => {
  it('takes a delivery from the request to the receipt, each step on record', async () => {
    const id = await queued();
    const lease = await claim('transmit', id);
    await work().beginTransmit(lease, 'w1');
    await work().accepted(lease, 'w1', RECEIPT);
    const steps = await test.stores.deliveries.transitions(id);
    expect(steps.map((step) => step.toState)).toEqual([
      'pending',
      'collecting',
      'collected',
      'queued',
      'transmitting',
      'delivered',
    ]);
    expect(await test.stores.deliveries.get(id)).toMatchObject({ bundle: BUNDLE, receipt: RECEIPT.receipt });
    expect(await test.stores.outbox.claim('transmit', id, { worker: 'w', leaseMs: 1 })).toBeNull();
  });

  it('lets only the second worker record when the first lost its lease between receipt and record', async () => {
    const id = await queued();
    const first = await claim('transmit', id, 'w1');
    await work().beginTransmit(first, 'w1');
    await loseLease(id);
    const second = await claim('transmit', id, 'w2');
    await work().beginTransmit(second, 'w2');
    const results = await Promise.allSettled([
      work().accepted(first, 'w1', RECEIPT),
      work().accepted(second, 'w2', RECEIPT),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
    const steps = await test.stores.deliveries.transitions(id);
    expect(steps.slice(4).map((step) => [step.event, step.toState, step.actor, step.reason])).toEqual([
      ['claimed', 'transmitting', 'w1', null],
      ['leaseExpired', 'retrying', 'w2', 'worker-lost'],
      ['due', 'queued', 'w2', null],
      ['claimed', 'transmitting', 'w2', null],
      ['accepted', 'delivered', 'w2', null],
    ]);
  });

  it('collects again after a worker was lost in the middle', async () => {
    const id = await work().request(applianceId, 'a person', 'a test');
    await work().beginCollect(await claim('collect', id), 'w1');
    await loseLease(id);
    const delivery = await work().beginCollect(await claim('collect', id, 'w2'), 'w2');
    expect(delivery).toMatchObject({ state: 'collecting', collectAttempts: 2 });
  });

  it('waits before the next try, and gives up visibly without one', async () => {
    const id = await queued();
    const first = await claim('transmit', id);
    await work().beginTransmit(first, 'w1');
    const waiting = await work().transmitFailed(first, 'w1', { reason: 'http-503', retryInMs: 60_000 });
    expect(waiting).toMatchObject({ state: 'retrying', reason: 'http-503' });
    expect(await test.stores.outbox.claim('transmit', id, { worker: 'w', leaseMs: 1 })).toBeNull();
    await test.database.source.query('UPDATE outbox SET due_at = now() WHERE ref_id = $1', [id]);
    const second = await claim('transmit', id);
    await work().beginTransmit(second, 'w1');
    const failed = await work().transmitFailed(second, 'w1', { reason: 'http-409', retryInMs: null });
    expect(failed).toMatchObject({ state: 'transmission-failed', reason: 'http-409', transmitAttempts: 2 });
  });

  it('starts a new series of tries when a person says so', async () => {
    const id = await queued();
    const lease = await claim('transmit', id);
    await work().beginTransmit(lease, 'w1');
    await work().transmitFailed(lease, 'w1', { reason: 'http-409', retryInMs: null });
    expect(await work().retry(id, 'a person', null)).toMatchObject({ state: 'queued', transmitAttempts: 0 });
    await expect(claim('transmit', id)).resolves.toBeDefined();
  });

  it('keeps a bundle that has nowhere to go until there is a destination', async () => {
    const id = await work().request(applianceId, 'a person', 'a test');
    const lease = await claim('collect', id);
    await work().beginCollect(lease, 'w1');
    await work().collected(lease, { worker: 'w1', bundle: BUNDLE, destinationId: null });
    expect(await work().withoutDestination()).toEqual([{ id, applianceId }]);
    expect(await work().retry(id, 'policy', 'dst_2')).toMatchObject({ state: 'queued', destinationId: 'dst_2' });
  });

  it('takes the lease from a worker when a person cancels', async () => {
    const id = await queued();
    const lease = await claim('transmit', id);
    await work().beginTransmit(lease, 'w1');
    await work().cancel(id, 'a person');
    await expect(work().accepted(lease, 'w1', RECEIPT)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await stateOf(id)).toBe('cancelled');
  });

  it('refuses what the state does not allow and writes nothing', async () => {
    const id = await queued();
    const before = await test.stores.deliveries.transitions(id);
    await expect(work().retry(id, 'a person', null)).rejects.toMatchObject({ code: 'DELIVERY_TRANSITION_ILLEGAL' });
    expect(await test.stores.deliveries.transitions(id)).toEqual(before);
  });
});
