import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../../libs/testing/src/index.js';
import { underLease, type LeaseHolder } from './under-lease.js';

let test: TestStores;
let number = 0;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const holder = (more: Partial<LeaseHolder> = {}): LeaseHolder => ({
  outbox: test.stores.outbox,
  worker: 'w1',
  leaseMs: 60_000,
  stopping: new AbortController().signal,
  ...more,
});

async function job(): Promise<{ queue: string; refId: string }> {
  number += 1;
  const one = { queue: 'collect', refId: `dlv_${number}` };
  await test.database.transaction((tx) => test.stores.outbox.add(tx, one));
  return one;
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('underLease', () => {
  it('does the work in one of several workers', async () => {
    const one = await job();
    let done = 0;
    const results = await Promise.all(
      ['w1', 'w2', 'w3'].map((worker) => underLease(holder({ worker }), one, () => Promise.resolve(void (done += 1)))),
    );
    expect([done, results.filter(Boolean).length]).toEqual([1, 1]);
  });

  it('renews the lease for as long as the work takes', async () => {
    const one = await job();
    const taken: boolean[] = [];
    await underLease(holder({ leaseMs: 300 }), one, async () => {
      for (let round = 0; round < 3; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        taken.push((await test.stores.outbox.claim(one.queue, one.refId, { worker: 'w2', leaseMs: 1 })) !== null);
      }
    });
    expect(taken).toEqual([false, false, false]);
  });

  it('stops the work when somebody else has taken the lease', async () => {
    const one = await job();
    const result = underLease(holder({ leaseMs: 300 }), one, async (_lease, signal) => {
      await test.database.source.query(`UPDATE outbox SET lease_token = 'another' WHERE ref_id = $1`, [one.refId]);
      await untilAborted(signal);
    });
    expect(await result).toBe(false);
  });

  it('gives the work back when the process stops', async () => {
    const one = await job();
    const stopping = new AbortController();
    const result = underLease(holder({ stopping: stopping.signal }), one, (_lease, signal) => {
      stopping.abort(new Error('stop'));
      return signal.aborted ? Promise.reject(new Error('stopped')) : untilAborted(signal);
    });
    expect(await result).toBe(false);
    expect(await test.stores.outbox.claim(one.queue, one.refId, { worker: 'w2', leaseMs: 1000 })).not.toBeNull();
  });

  it('keeps the lease after a failure, so that the work is not tried again at once', async () => {
    const one = await job();
    await expect(underLease(holder(), one, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await test.stores.outbox.claim(one.queue, one.refId, { worker: 'w2', leaseMs: 1 })).toBeNull();
  });
});
