import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SessionSlots } from './session-slots.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SessionSlots', () => {
  it('grants freed slots in the order they were asked for', async () => {
    const slots = new SessionSlots(1);
    const release = await slots.acquire();
    const order: string[] = [];
    const waiting = ['first', 'second', 'third'].map(async (name) => {
      const done = await slots.acquire();
      order.push(name);
      done();
    });
    expect([slots.inUse, slots.waiting]).toEqual([1, 3]);
    release();
    await Promise.all(waiting);
    expect([order, slots.inUse, slots.waiting]).toEqual([['first', 'second', 'third'], 0, 0]);
  });

  it('gives a slot back once however often it is released', async () => {
    const slots = new SessionSlots(2);
    const release = await slots.acquire();
    await slots.acquire();
    release();
    release();
    expect(slots.inUse).toBe(1);
  });

  it('lets a waiter leave the queue without costing a slot', async () => {
    const slots = new SessionSlots(1);
    const release = await slots.acquire();
    const leaving = new AbortController();
    const left = slots.acquire(leaving.signal);
    const next = slots.acquire();
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    release();
    (await next)();
    expect([slots.inUse, slots.waiting]).toEqual([0, 0]);
  });

  it('refuses at once when the signal has fired already', async () => {
    await expect(new SessionSlots(1).acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('keeps a slot granted before the signal fired', async () => {
    const slots = new SessionSlots(1);
    const release = await slots.acquire();
    const late = new AbortController();
    const second = slots.acquire(late.signal);
    release();
    late.abort();
    (await second)();
    expect(slots.inUse).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %p', (max) => {
    expect(() => new SessionSlots(max)).toThrow(RangeError);
  });

  it('never exceeds its limit and never loses a slot, whoever leaves early', async () => {
    const visitor = fc.record({ turns: fc.nat({ max: 3 }), leaves: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(visitor, { maxLength: 20 }), async (max, visitors) => {
        const slots = new SessionSlots(max);
        let most = 0;
        await Promise.allSettled(
          visitors.map(async ({ turns, leaves }) => {
            const patience = new AbortController();
            const acquired = slots.acquire(patience.signal);
            if (leaves) patience.abort();
            const release = await acquired;
            most = Math.max(most, slots.inUse);
            for (let turn = 0; turn < turns; turn++) await settled();
            release();
          }),
        );
        expect(most).toBeLessThanOrEqual(max);
        expect([slots.inUse, slots.waiting]).toEqual([0, 0]);
      }),
      { numRuns: 50 },
    );
  });
});
