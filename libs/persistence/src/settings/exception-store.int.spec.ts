import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { NOTHING_SAID } from './changed-keys.js';
import type { NewException } from './exception-store.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

let number = 0;
const wish = (more: Partial<NewException> = {}): NewException => {
  number += 1;
  return {
    scope: `instance:app_${number}`,
    key: 'emailAddress',
    value: 'own@x.example',
    reason: 'another team',
    lockedBy: 'fleet',
    requestedBy: 'an owner',
    ...more,
  };
};
const by = { by: 'an approver', note: 'fine' };

describe('ExceptionStore', () => {
  it.each([
    ['a text', 'emailAddress', 'own@x.example'],
    ['the device default', 'emailAddress', null],
    ['a proxy', 'proxy', { address: '192.0.2.1', port: 3128 }],
    ['no', 'enabled', false],
  ] as const)('keeps %s as the value, and sets it when granted', async (_says, key, value) => {
    const row = await test.stores.exceptions.add(wish({ key, value }));
    expect(row).toMatchObject({ state: 'requested', key, value, decidedBy: null });
    expect(await test.stores.exceptions.decide(row.id, 'granted', by)).toMatchObject({
      state: 'granted',
      decidedBy: 'an approver',
      decisionNote: 'fine',
    });
    expect(await test.stores.layers.get(row.scope)).toMatchObject({
      settings: { [key]: value },
      exempt: [key],
      revision: 1,
      updatedBy: 'an approver',
    });
    const [revision] = await test.stores.layers.revisions(row.scope, 1, null);
    expect(revision?.cause).toBe('exception');
  });

  it('keeps what else the layer says', async () => {
    const { id, scope } = await test.stores.exceptions.add(wish());
    const edit = { ...NOTHING_SAID, scope, settings: { mode: 'CSP' }, exempt: ['proxy'], note: 'kept' } as const;
    await test.stores.layers.put({ ...edit, exempt: [...edit.exempt] }, 0, { by: 'a person', cause: 'edit' });
    await test.stores.exceptions.decide(id, 'granted', by);
    expect(await test.stores.layers.get(scope)).toMatchObject({
      settings: { mode: 'CSP', emailAddress: 'own@x.example' },
      exempt: ['proxy', 'emailAddress'],
      note: 'kept',
      revision: 2,
    });
  });

  it('is granted once by approvers who race, and never after it was denied', async () => {
    const { id, scope } = await test.stores.exceptions.add(wish());
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((who) => test.stores.exceptions.decide(id, 'granted', { by: who, note: null })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await test.stores.layers.get(scope))?.revision).toBe(1);
    const denied = await test.stores.exceptions.add(wish());
    await test.stores.exceptions.decide(denied.id, 'denied', by);
    await expect(test.stores.exceptions.decide(denied.id, 'granted', by)).rejects.toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      details: { state: 'denied', event: 'granted' },
    });
    expect(await test.stores.layers.get(denied.scope)).toBeNull();
  });

  it('is asked for once until it is decided', async () => {
    const asked = wish();
    const first = await test.stores.exceptions.add(asked);
    await expect(test.stores.exceptions.add(asked)).rejects.toMatchObject({ code: 'DUPLICATE' });
    await test.stores.exceptions.decide(first.id, 'withdrawn', by);
    expect((await test.stores.exceptions.add(asked)).state).toBe('requested');
  });

  it('lists newest first, by state, scope, and among scopes', async () => {
    const [a, b] = [await test.stores.exceptions.add(wish()), await test.stores.exceptions.add(wish())];
    const among = [a.scope, b.scope];
    const idsOf = async (filter: Parameters<typeof test.stores.exceptions.list>[0], before: string | null = null) =>
      (await test.stores.exceptions.list(filter, 10, before)).map(({ id }) => id);
    expect(await idsOf({ among, state: 'requested' })).toEqual([b.id, a.id]);
    expect(await idsOf({ among }, b.id)).toEqual([a.id]);
    expect(await idsOf({ among, scope: a.scope })).toEqual([a.id]);
    expect(await idsOf({ among: [], state: 'requested' })).toEqual([]);
    expect(await test.stores.exceptions.count({ among, state: 'granted' })).toBe(0);
    expect(await test.stores.exceptions.count({ among })).toBe(2);
  });

  it('does not know another id', async () => {
    expect(await test.stores.exceptions.get('exc_none')).toBeNull();
    await expect(test.stores.exceptions.decide('exc_none', 'denied', by)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
