import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, openTestStores, type TestStores } from '../../../testing/src/index.js';
import { cursorOf, type NewEvent } from './event-store.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const event = (subject: string): NewEvent => ({ topic: 'deliveries', type: 'delivery.created', subject });
const append = (subject: string) => test.database.transaction((tx) => test.stores.events.append(tx, [event(subject)]));
const subjects = async (cursor: string | null) =>
  (await test.stores.events.after(cursor, 100)).events.map((row) => row.subject);

// A transaction of anybody on this server, in another database too, can put off what may be read.
const eventuallySees = (cursor: string | null, expected: string[]) =>
  eventually(async () => expect(await subjects(cursor)).toEqual(expected), { timeoutMs: 20_000 });

describe('EventStore', () => {
  it('gives a reader what came after its cursor, in order', async () => {
    const { cursor } = await test.stores.events.after(null, 1);
    await append('a');
    await append('b');
    await eventuallySees(cursor, ['a', 'b']);
    const [first] = (await test.stores.events.after(cursor, 1)).events;
    if (!first) throw new Error('there are two events');
    await eventuallySees(cursorOf(first), ['b']);
  });

  it('skips no event of a writer that commits late', async () => {
    const { cursor } = await test.stores.events.after(null, 1);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let written = (): void => undefined;
    const hasWritten = new Promise<void>((resolve) => (written = resolve));
    const slow = test.database.transaction(async (tx) => {
      await test.stores.events.append(tx, [event('slow')]);
      written();
      await gate;
    });
    await hasWritten;
    await append('fast');
    const early = await test.stores.events.after(cursor, 100);
    release();
    await slow;
    expect(early.events).toEqual([]);
    await eventuallySees(early.cursor, ['slow', 'fast']);
  });

  it('wakes listeners when a transaction commits, and not when it rolls back', async () => {
    let woken = 0;
    const stop = test.stores.events.listen(() => (woken += 1));
    await eventually(() => expect(woken).toBe(1));
    await append('heard');
    await eventually(() => expect(woken).toBe(2));
    await stop();
  });

  it('tells a reader whose place was pruned', async () => {
    await append('old');
    await eventually(async () => expect(await subjects('0-0')).toContain('old'), { timeoutMs: 20_000 });
    const { cursor } = await test.stores.events.after('0-0', 1);
    await append('newer');
    expect(await test.stores.events.isTooOld(cursor)).toBe(false);
    await test.stores.events.prune(-1);
    expect(await test.stores.events.isTooOld(cursor)).toBe(false); // not announced yet
    await eventually(async () => {
      await test.stores.announcer.announce(1000);
      await test.stores.events.prune(-1);
      expect(await test.stores.events.isTooOld(cursor)).toBe(true);
    });
  });
});
