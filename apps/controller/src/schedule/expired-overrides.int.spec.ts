import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet, reading, UNTOUCHED } from '../fleet-under-test.fake.js';
import { ExpiredOverrides } from './expired-overrides.js';

const HOUR_MS = 3_600_000;

let controller: ControllerUnderTest;
let ids: string[];
beforeAll(async () => {
  controller = await launchController();
  ({ ids } = await addFleet(controller.stores, ['vpx-1', 'vpx-2', 'vpx-3']));
});
afterAll(() => controller.close());

const id = (n: number) => ids[n - 1] ?? '';
const scopeOf = (n: number) => `instance:${id(n)}`;
const layerOf = (n: number) => controller.stores.layers.get(scopeOf(n));
/** The tick as it comes at that time; the one of the running controller finds nothing over before the hour is up. */
const tickIn = (ms: number) => controller.app.get(ExpiredOverrides, { strict: false }).run(new Date(Date.now() + ms));
const rollouts = () => controller.stores.rollouts.list({}, 100, null);
/** Sweeps come due beside it all. */
const inQueue = () =>
  controller.resources.database.source.query<unknown[]>(
    `SELECT queue, ref_id FROM outbox WHERE queue <> 'sweep' ORDER BY ref_id`,
  );

/** Lets an instance differ from the rest of the fleet for an hour. */
async function override(n: number, emailAddress: string): Promise<void> {
  const edit = {
    scope: scopeOf(n),
    settings: { emailAddress },
    locks: [],
    lockReasons: {},
    exempt: [],
    note: 'for an hour',
    expiresAt: new Date(Date.now() + HOUR_MS),
    managedBy: null,
  };
  await controller.stores.layers.put(edit, (await layerOf(n))?.revision ?? 0, { cause: 'edit', by: 'a person' });
}

const show = (n: number, emailAddress: string) =>
  controller.stores.readings.record([reading(id(n), { callHome: { ...UNTOUCHED, emailAddress } })]);

beforeEach(async () => {
  await controller.resources.database.source.query('DELETE FROM rollout');
  const fleet = await controller.stores.layers.get('fleet');
  const edit = {
    ...{ scope: 'fleet', settings: { emailAddress: 'noc@corp.example' }, locks: [], lockReasons: {}, exempt: [] },
    ...{ note: null, expiresAt: null, managedBy: null },
  };
  await controller.stores.layers.put(edit, fleet?.revision ?? 0, { cause: 'edit', by: 'a person' });
});

describe('an override whose time is over', () => {
  it('leaves its layer and becomes one planned rollout, which a person submits', async () => {
    await override(1, 'a@corp.example');
    await override(2, 'b@corp.example');
    await show(1, 'a@corp.example');
    await show(2, 'b@corp.example');
    const waiting = await inQueue();

    await tickIn(HOUR_MS - 60_000);
    expect([await rollouts(), (await layerOf(1))?.settings]).toEqual([[], { emailAddress: 'a@corp.example' }]);

    await tickIn(HOUR_MS + 60_000);
    for (const n of [1, 2]) {
      expect(await layerOf(n)).toMatchObject({ settings: {}, note: null, expiresAt: null, updatedBy: 'expiry' });
      const [last] = await controller.stores.layers.revisions(scopeOf(n), 1, null);
      expect(last).toMatchObject({ cause: 'expiry', changedKeys: ['emailAddress'] });
    }
    const made = await rollouts();
    expect(made).toMatchObject([{ state: 'planned', source: 'expiry', keys: ['emailAddress'] }]);
    const targets = await controller.admin.call('listRolloutTargets', { params: { id: made[0]?.id ?? '' } });
    expect(targets.body).toMatchObject({
      items: [
        { applianceName: 'vpx-1', state: 'pending', changedKeys: ['emailAddress'] },
        { applianceName: 'vpx-2', state: 'pending', changedKeys: ['emailAddress'] },
      ],
    });
    expect(await inQueue()).toEqual(waiting);

    await tickIn(HOUR_MS + 120_000);
    expect((await rollouts()).map((one) => one.id)).toEqual(made.map((one) => one.id));
    expect((await layerOf(1))?.revision).toBe(2);
  });

  it('makes no rollout where the appliance shows already what follows', async () => {
    await override(3, 'c@corp.example');
    await show(3, 'noc@corp.example');
    await tickIn(HOUR_MS + 60_000);
    expect([(await layerOf(3))?.settings, await rollouts()]).toEqual([{}, []]);
  });

  it('ends once, however many controllers look at the same time', async () => {
    await override(1, 'd@corp.example');
    await show(1, 'd@corp.example');
    await Promise.all(Array.from({ length: 4 }, () => tickIn(HOUR_MS + 60_000)));
    expect(await rollouts()).toHaveLength(1);
  });
});
