import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { DueWork } from './outbox-store.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());
beforeEach(() => test.database.source.query('DELETE FROM outbox'));

const outbox = () => test.stores.outbox;
const add = (...refIds: string[]) =>
  test.database.transaction((tx) =>
    outbox().addAll(
      tx,
      'collect',
      refIds.map((refId) => ({ refId, priority: 0, dueAt: null })),
    ),
  );
const later = (sql: string) => test.database.source.query(`UPDATE outbox SET ${sql}`);
const holder = (worker: string, leaseMs = 60_000) => ({ worker, leaseMs });
const everything = (work: DueWork[]) => Promise.resolve(work);
const HOUR_MS = 3_600_000;

describe('OutboxStore.dispatch', () => {
  it('hands each row to one of several relays', async () => {
    const refs = Array.from({ length: 300 }, (_, index) => `dlv_${index}`);
    await add(...refs);
    const handed: string[] = [];
    const relay = async (): Promise<void> => {
      while (
        (await outbox().dispatch(HOUR_MS, 20, async (work) => (handed.push(...work.map((row) => row.refId)), work))) > 0
      );
    };
    await Promise.all([relay(), relay(), relay(), relay()]);
    expect(handed.toSorted()).toEqual(refs.toSorted());
  });

  it('marks nothing when handing over fails', async () => {
    await add('dlv_1');
    const failing = outbox().dispatch(HOUR_MS, 10, () => Promise.reject(new Error('redis is away')));
    await expect(failing).rejects.toThrow('redis is away');
    expect(await outbox().dispatch(HOUR_MS, 10, everything)).toBe(1);
  });

  it.each([
    ['not again before its time', '', 0],
    ['again when nobody took it for long', `dispatched_at = now() - interval '2 hours'`, 1],
    [
      'not while somebody works on it',
      `dispatched_at = now() - interval '2 hours', lease_until = now() + interval '1 minute'`,
      0,
    ],
    [
      'again when its lease ran out',
      `dispatched_at = now() - interval '1 minute', lease_until = now() - interval '1 second'`,
      1,
    ],
    ['not before it is due', `dispatched_at = NULL, due_at = now() + interval '1 minute'`, 0],
  ])('hands work over %s', async (_says, change, handed) => {
    await add('dlv_1');
    await outbox().dispatch(HOUR_MS, 10, everything);
    if (change !== '') await later(change);
    expect(await outbox().dispatch(HOUR_MS, 10, everything)).toBe(handed);
  });

  it('counts only what was really added, so that the next number is new', async () => {
    await add('dlv_1', 'dlv_2');
    const seen: DueWork[] = [];
    await outbox().dispatch(HOUR_MS, 10, (work) => Promise.resolve(work.filter((row) => row.refId === 'dlv_1')));
    await outbox().forgetDispatches();
    await outbox().dispatch(HOUR_MS, 10, (work) => (seen.push(...work), Promise.resolve(work)));
    const numbers = Object.fromEntries(seen.map((row) => [row.refId, row.dispatches]));
    expect(numbers).toEqual({ dlv_1: 1, dlv_2: 0 });
  });

  it('hands everything over again to a Redis that lost its data, save what is being worked on', async () => {
    await add('dlv_1', 'dlv_2', 'dlv_3');
    await outbox().dispatch(HOUR_MS, 10, everything);
    await outbox().claim('collect', 'dlv_2', holder('w'));
    expect(await outbox().forgetDispatches()).toBe(2);
    const refs: string[] = [];
    await outbox().dispatch(HOUR_MS, 10, (work) => (refs.push(...work.map((row) => row.refId)), Promise.resolve(work)));
    expect(refs.toSorted()).toEqual(['dlv_1', 'dlv_3']);
  });
});

describe('OutboxStore leases', () => {
  it('go to one of many workers that ask at once', async () => {
    await add('dlv_1');
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, index) => outbox().claim('collect', 'dlv_1', holder(`worker-${index}`))),
    );
    expect(claims.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('pass to another worker when they run out, and the first can then neither renew nor record', async () => {
    await add('dlv_1');
    const first = await outbox().claim('collect', 'dlv_1', holder('first'));
    await later(`lease_until = now() - interval '1 second'`);
    const second = await outbox().claim('collect', 'dlv_1', holder('second'));
    if (first === null || second === null) throw new Error('both workers should have had the lease in turn');
    expect(await outbox().extend(first, 1000)).toBe(false);
    await expect(test.database.transaction((tx) => outbox().hold(tx, first))).rejects.toMatchObject({
      code: 'LEASE_LOST',
    });
    await expect(test.database.transaction((tx) => outbox().hold(tx, second))).resolves.toBeUndefined();
  });

  it('are given back by a worker that stops, for others to take at once', async () => {
    await add('dlv_1');
    const lease = await outbox().claim('collect', 'dlv_1', holder('first'));
    if (lease === null) throw new Error('the lease was free');
    await outbox().release(lease);
    expect(await outbox().claim('collect', 'dlv_1', holder('second'))).not.toBeNull();
  });

  it('are not to be had for work that is done', async () => {
    await add('dlv_1');
    await test.database.transaction((tx) => outbox().drop(tx, 'collect', 'dlv_1'));
    expect(await outbox().claim('collect', 'dlv_1', holder('w'))).toBeNull();
  });
});
