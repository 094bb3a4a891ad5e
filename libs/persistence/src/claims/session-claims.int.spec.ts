import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, openTestStores, type TestStores } from '../../../testing/src/index.js';
import { sql } from '../database.js';
import { SessionClaims } from './session-claims.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

function claims(): { claims: SessionClaims; wanted: string[]; lost: () => number } {
  const wanted: string[] = [];
  let lost = 0;
  const of = new SessionClaims(
    test.database,
    (id) => wanted.push(id),
    () => (lost += 1),
  );
  return { claims: of, wanted, lost: () => lost };
}

describe('the claim on an appliance', () => {
  it('is held by one process at a time, and the holder hears that another one waits', async () => {
    const [here, there] = [claims(), claims()];
    const release = await here.claims.take('app_1');
    const order: string[] = [];
    const waiting = there.claims.take('app_1').then((free) => {
      order.push('taken there');
      return free;
    });
    await eventually(() => expect(here.wanted).toContain('app_1'));
    order.push('given back here');
    await release();
    await (
      await waiting
    )();
    expect(order).toEqual(['given back here', 'taken there']);
    await Promise.all([here.claims.close(), there.claims.close()]);
  });

  it('of one appliance does not hold up another', async () => {
    const [here, there] = [claims(), claims()];
    await here.claims.take('app_1');
    const release = await there.claims.take('app_2');
    await release();
    await Promise.all([here.claims.close(), there.claims.close()]);
  });

  it('is free at once when the process that held it is gone, which then knows that it lost everything', async () => {
    const [here, there] = [claims(), claims()];
    await here.claims.take('app_3');
    await sql(
      test.database.source.manager,
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await (
      await there.claims.take('app_3')
    )();
    await eventually(() => expect(here.lost()).toBe(1));
    await (
      await here.claims.take('app_3')
    )();
    await Promise.all([here.claims.close(), there.claims.close()]);
  });

  it('is not waited for any longer once the caller gives up', async () => {
    const [here, there] = [claims(), claims()];
    const release = await here.claims.take('app_4');
    const giveUp = new AbortController();
    const waiting = there.claims.take('app_4', giveUp.signal);
    giveUp.abort(new Error('no longer wanted'));
    await expect(waiting).rejects.toThrow('no longer wanted');
    await release();
    await Promise.all([here.claims.close(), there.claims.close()]);
  });
});
