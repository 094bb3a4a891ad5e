import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { addMpx, answered, BOOT_MS, disk } from '../readings/readings.fake.js';

const HOUR_MS = 3_600_000;

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

let number = 0;
const appliance = () => addMpx(test, `quiet-${++number}`);
const occur = (id: string, bootMs = BOOT_MS) =>
  test.stores.readings.record([
    answered(id, { boot: { earliestMs: bootMs, latestMs: bootMs }, findings: [disk('active')] }),
  ]);
const clear = (id: string) => test.stores.readings.record([answered(id, { findings: [disk('ok')] })]);
const deliveries = async (applianceId: string) =>
  (await test.stores.deliveries.list({ applianceId, type: 'condition' }, 10, null)).map(({ state, reason }) => ({
    state,
    reason,
  }));

function quiet(
  scope: string,
  more: { kind?: 'maintenance' | 'silence'; code?: 'hard-disk-error' | 'warm-restart' } = {},
) {
  const { kind = 'silence', code = null } = more;
  const now = Date.now();
  return test.stores.quietPeriods.add(
    {
      ...{ kind, scope, code, component: code === null ? null : 'disk/1', reason: 'specs' },
      fromAt: new Date(now - 1000),
      untilAt: new Date(now + HOUR_MS),
    },
    'a person',
  );
}

describe('a condition that occurs while it is quiet', () => {
  it.each([
    ['its appliance', (id: string) => `instance:${id}`, {}, 'silenced'],
    ['this very condition', (id: string) => `instance:${id}`, { code: 'hard-disk-error' }, 'silenced'],
    ['its appliance for work on it', (id: string) => `instance:${id}`, { kind: 'maintenance' }, 'maintenance'],
  ] as const)('around %s is recorded, and sent once that is over', async (_says, scope, more, reason) => {
    const id = await appliance();
    const period = await quiet(scope(id), more);
    await occur(id);
    expect(await deliveries(id)).toEqual([{ state: 'suppressed', reason }]);
    expect(await test.stores.quietPeriods.release()).toBe(0);
    await test.stores.quietPeriods.end(period.id, 'a person');
    expect(await test.stores.quietPeriods.release()).toBe(1);
    expect(await deliveries(id)).toEqual([{ state: 'pending', reason: `${reason} is over` }]);
    expect(await test.stores.quietPeriods.release()).toBe(0);
  });

  it('is sent where the silence is about another condition', async () => {
    const id = await appliance();
    await quiet(`instance:${id}`, { code: 'warm-restart' });
    await occur(id);
    expect(await deliveries(id)).toEqual([{ state: 'pending', reason: null }]);
  });

  it('and is over before the silence is, is never sent', async () => {
    const id = await appliance();
    const period = await quiet(`instance:${id}`);
    await occur(id);
    await clear(id);
    await test.stores.quietPeriods.end(period.id, 'a person');
    expect(await test.stores.quietPeriods.release()).toBe(0);
    expect(await deliveries(id)).toEqual([{ state: 'suppressed', reason: 'silenced' }]);
  });

  it('is sent when it occurs again in the same run: nothing was, so far', async () => {
    const id = await appliance();
    const period = await quiet(`instance:${id}`);
    await occur(id);
    await clear(id);
    await test.stores.quietPeriods.end(period.id, 'a person');
    await occur(id);
    expect(await deliveries(id)).toEqual([{ state: 'pending', reason: 'occurred again' }]);
    await clear(id);
    await occur(id);
    expect(await deliveries(id)).toEqual([
      { state: 'suppressed', reason: 'already-uploaded-since-boot' },
      { state: 'pending', reason: 'occurred again' },
    ]);
  });

  it('says of a repeat why nothing is sent, while the silence lasts', async () => {
    const id = await appliance();
    await quiet(`instance:${id}`);
    await occur(id);
    await clear(id);
    await occur(id);
    expect(await deliveries(id)).toEqual([
      { state: 'suppressed', reason: 'silenced' },
      { state: 'suppressed', reason: 'silenced' },
    ]);
  });
});

describe('QuietPeriodStore', () => {
  it('lists what holds now or later, and all there ever was', async () => {
    const period = await quiet('site:emea');
    const ids = async (open: boolean) =>
      (await test.stores.quietPeriods.list({ open }, 100, null)).map((row) => row.id).includes(period.id);
    expect([await ids(true), await ids(false)]).toEqual([true, true]);
    expect(await test.stores.quietPeriods.end(period.id, 'another')).toMatchObject({ endedBy: 'another' });
    expect(await test.stores.quietPeriods.end(period.id, 'a third')).toMatchObject({ endedBy: 'another' });
    expect([await ids(true), await ids(false)]).toEqual([false, true]);
  });

  it('refuses to end what there never was', async () => {
    await expect(test.stores.quietPeriods.end('qpd_none', 'a person')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
