import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

/** How many of several writers who all read this version got through, and what refused the others. */
async function race(version: number): Promise<{ won: number; codes: unknown[] }> {
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4].map((overTargets) => test.stores.policies.patch({ approval: { overTargets } }, version, 'spec')),
  );
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  return { won: outcomes.length - lost.length, codes: lost.map(({ reason }) => (reason as { code: unknown }).code) };
}

describe('PolicyStore', () => {
  it('is at version 0 and writes nothing until somebody changes a policy', async () => {
    expect(await test.stores.policies.get()).toMatchObject({ version: 0, updatedBy: null, updatedAt: null });
    expect(await test.database.source.query('SELECT * FROM policy')).toEqual([]);
  });

  it.each([0, 1])('lets one of many through that change version %i', async (version) => {
    expect(await race(version)).toEqual({ won: 1, codes: Array.from({ length: 3 }, () => 'VERSION_MISMATCH') });
    expect((await test.stores.policies.get()).version).toBe(version + 1);
  });

  it('tells the version that holds to whoever comes late', async () => {
    await expect(test.stores.policies.patch({}, 0, 'spec')).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      details: { version: 2 },
    });
  });

  it('keeps what a patch does not name', async () => {
    const { rollout } = await test.stores.policies.get();
    const patched = await test.stores.policies.patch({ rollout: { bakeSeconds: 0 } }, 2, 'k.lee');
    expect(patched.rollout).toEqual({ ...rollout, bakeSeconds: 0 });
    expect(patched.updatedBy).toBe('k.lee');
  });
});
