import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { addMpx } from '../readings/readings.fake.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());
beforeEach(async () => {
  await query('UPDATE appliance SET sweep_due_at = NULL');
  await query('DELETE FROM sweep');
});

const query = (text: string, values: unknown[] = []): Promise<unknown> => test.database.source.query(text, values);
let number = 0;
const due = async (site: string | null, count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await addMpx(test, `sweep-${++number}`));
  await query(`UPDATE appliance SET site = $2, sweep_due_at = now() - interval '1 day' WHERE id = ANY ($1)`, [
    ids,
    site,
  ]);
  return ids;
};
const schedule = (shardSize = 2) => test.stores.sweeps.schedule(300, shardSize);
const shards = async () =>
  (await query('SELECT site, cardinality(appliance_ids) AS size FROM sweep WHERE finished_at IS NULL')) as {
    site: string | null;
    size: number;
  }[];
const of = async (site: string | null) => (await shards()).filter((row) => row.site === site).map((row) => row.size);
const finish = (site: string | null) =>
  query('UPDATE sweep SET finished_at = now() WHERE site IS NOT DISTINCT FROM $1', [site]);

describe('the schedule of sweeps', () => {
  it('makes shards of one site each', async () => {
    await due('paris', 3);
    await due('oslo', 1);
    await due(null, 1);
    expect(await schedule()).toBe(4);
    expect([await of('paris'), await of('oslo'), await of(null)]).toEqual([[2], [1], [1]]);
  });

  it('gives the only site that has work all of it', async () => {
    await due('paris', 11);
    expect(await schedule()).toBe(11);
    expect(await of('paris')).toHaveLength(6);
  });

  it('keeps what the workers do side by side from being taken by a slow site', async () => {
    await due('slow', 12);
    await due('quick', 4);
    await schedule();
    expect([await of('slow'), await of('quick')]).toEqual([
      [2, 2],
      [2, 2],
    ]);
    await finish('quick');
    await due('quick', 2);
    await schedule();
    expect([await of('slow'), await of('quick')]).toEqual([[2, 2], [2]]);
  });

  it('reads once what was missed often, and the next time about an interval later', async () => {
    const ids = await due(null, 4);
    await schedule();
    expect(await schedule()).toBe(0);
    const rows = (await query(
      'SELECT extract(epoch FROM sweep_due_at - now())::float8 AS wait FROM appliance WHERE id = ANY ($1)',
      [ids],
    )) as { wait: number }[];
    for (const { wait } of rows) {
      expect(wait).toBeGreaterThan(260);
      expect(wait).toBeLessThanOrEqual(330);
    }
  });

  it('puts each appliance into one shard, however many schedule at once', async () => {
    await due(null, 10);
    const counts = await Promise.all(Array.from({ length: 5 }, () => schedule()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    expect((await of(null)).reduce((sum, size) => sum + size, 0)).toBe(10);
  });

  it('does not wait for ever for a shard that never ends', async () => {
    await due('stuck', 8);
    await due('other', 1);
    await schedule();
    await query(`UPDATE sweep SET created_at = now() - interval '1 hour' WHERE site = 'stuck'`);
    await due('other', 1);
    await schedule();
    expect(await of('stuck')).toHaveLength(4);
  });
});
