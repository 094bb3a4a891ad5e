import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { Delivery } from '../deliveries/delivery.table.js';
import { addMpx, answered } from '../readings/readings.fake.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

let number = 0;
const appliance = () => addMpx(test, `registered-${++number}`);
const record = (...given: Parameters<typeof answered>) => test.stores.readings.record([answered(...given)]);
const reports = async (applianceId: string, type: Delivery['type']) =>
  (await test.stores.deliveries.list({ applianceId, type }, 100, null)).toReversed();
const registration = async (id: string) => (await test.stores.registrations.of([id]))[0];
const ask = (text: string, id: string, days: number) => test.database.source.query(text, [id, days]);
const dueSince = (id: string, days: number) =>
  ask(`UPDATE registration SET heartbeat_due_at = now() - $2 * interval '1 day' WHERE appliance_id = $1`, id, days);

/** Lets the receiver confirm a report, as a worker does after its upload. */
const confirm = (applianceId: string, type: Delivery['type']) =>
  test.database.transaction((tx) => test.stores.registrations.confirmed(tx, { applianceId, type }));

describe('a registration', () => {
  it('is reported when an appliance is first read, and again when it is another release', async () => {
    const id = await appliance();
    await record(id, {});
    await record(id, {});
    expect(await reports(id, 'registration')).toMatchObject([{ state: 'pending', priority: 2 }]);
    expect(await registration(id)).toMatchObject({ state: 'registering', attempts: 1, registeredAs: { serial: 'S1' } });
    await confirm(id, 'registration');
    expect(await registration(id)).toMatchObject({ state: 'registered', heartbeatAt: expect.any(Date) });
    await record(id, { release: '14.1', build: '14.1-17.38' });
    expect(await reports(id, 'registration')).toHaveLength(2);
    expect(await registration(id)).toMatchObject({ state: 'registered', registeredAs: { version: '14.1' } });
  });

  it.each([
    ['shows nothing new', {}, 1],
    ['joined a pair', { mode: 'ha' }, 2],
    ['cannot tell its release now', { release: null, build: null }, 1],
  ] as const)('of an appliance that %s: with %j it is reported %i times in all', async (_says, facts, times) => {
    const id = await appliance();
    await record(id, {});
    await record(id, facts);
    expect(await reports(id, 'registration')).toHaveLength(times);
  });

  it('ends where Call Home is switched off, and begins again where it is on', async () => {
    const id = await appliance();
    await record(id, {});
    await record(id, {}, 'call-home-off');
    expect(await registration(id)).toMatchObject({ state: 'off', heartbeatDueAt: null });
    await record(id, {});
    expect(await registration(id)).toMatchObject({ state: 'registering', heartbeatDueAt: expect.any(Date) });
    expect(await reports(id, 'registration')).toHaveLength(2);
  });

  it.each(['call-home-off', 'sent-by-instance'] as const)('is not made where it is %s', async (suppress) => {
    const id = await appliance();
    await record(id, {}, suppress);
    expect([await registration(id), await reports(id, 'registration')]).toEqual([undefined, []]);
  });
});

describe('a heartbeat', () => {
  it('comes once however many were missed, and by one of several processes', async () => {
    const id = await appliance();
    await record(id, {});
    await dueSince(id, 100);
    await Promise.all([1, 2, 3].map(() => test.stores.registrations.beat(500)));
    expect(await reports(id, 'heartbeat')).toHaveLength(1);
    const due = (await registration(id))?.heartbeatDueAt?.getTime() ?? 0;
    const days = (due - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(14);
    expect(days).toBeLessThanOrEqual(30);
  });

  it('takes the place of an older one that nobody has begun', async () => {
    const id = await appliance();
    await record(id, {});
    await dueSince(id, 1);
    await test.stores.registrations.beat(500);
    await ask(
      `UPDATE delivery SET dedupe_key = dedupe_key || $2 WHERE appliance_id = $1 AND type = 'heartbeat'`,
      id,
      1,
    );
    await dueSince(id, 1);
    await test.stores.registrations.beat(500);
    expect(await reports(id, 'heartbeat')).toMatchObject([
      { state: 'suppressed', reason: 'a newer heartbeat is due' },
      { state: 'pending' },
    ]);
  });

  it('that stays away for two intervals makes a registration stale, until the next one', async () => {
    const id = await appliance();
    await record(id, {});
    await confirm(id, 'registration');
    await ask(`UPDATE registration SET heartbeat_at = now() - $2 * interval '1 day' WHERE appliance_id = $1`, id, 61);
    expect(await test.stores.registrations.noteMissed()).toEqual([id]);
    expect([(await registration(id))?.state, await test.stores.registrations.noteMissed()]).toEqual(['stale', []]);
    await confirm(id, 'heartbeat');
    expect((await registration(id))?.state).toBe('registered');
  });
});
