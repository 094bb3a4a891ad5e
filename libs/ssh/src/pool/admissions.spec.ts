import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Admissions, type Lease } from './admissions.js';
import { checkPoolLimits, type PoolLimits } from './pool-limits.js';

const never = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const limits = (changes: Partial<PoolLimits>): PoolLimits => ({
  ...{ maxSessions: 10, maxSessionsPerSite: null, maxDials: 10, maxIdle: 0, idleMs: 1_000 },
  ...changes,
});

/** Asks and notes in `order` when it is let in. */
function asker(admissions: Admissions, order: string[]) {
  return (stage: 'dial' | 'session', name: string, { site = null as string | null, suspect = false } = {}) => {
    const candidate = { ticket: admissions.ticket(), site, suspect };
    return admissions[stage](candidate, never).then((lease): Lease => {
      order.push(name);
      return lease;
    });
  };
}

describe('Admissions', () => {
  it('lets in the oldest first, and a given-back place goes to the next', async () => {
    const order: string[] = [];
    const ask = asker(new Admissions(limits({ maxSessions: 1 })), order);
    const first = await ask('session', 'first');
    const waiting = ['second', 'third'].map((name) => ask('session', name).then((lease) => lease.release()));
    first.release();
    first.release();
    await Promise.all(waiting);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('keeps the place of whoever had to dial first', async () => {
    const admissions = new Admissions(limits({ maxSessions: 1 }));
    const early = { ticket: admissions.ticket(), site: null, suspect: false };
    const order: string[] = [];
    const ask = asker(admissions, order);
    const busy = await ask('session', 'busy');
    const late = ask('session', 'late');
    const connected = admissions.sessionOfConnected(early, never).then((lease) => {
      order.push('connected');
      lease.release();
    });
    busy.release();
    await Promise.all([connected, late]);
    expect(order).toEqual(['busy', 'connected', 'late']);
  });

  it('spends no session on a dial, however long it lasts', async () => {
    const admissions = new Admissions(limits({ maxSessions: 1, maxDials: 3 }));
    const ask = asker(admissions, []);
    await Promise.all(['a', 'b'].map((name) => ask('dial', name)));
    await ask('session', 'living');
    expect([admissions.dialling, admissions.inUse]).toEqual([2, 1]);
  });

  it('does not let a site that is full hold up another', async () => {
    const order: string[] = [];
    const ask = asker(new Admissions(limits({ maxSessionsPerSite: 1 })), order);
    await ask('session', 'a1', { site: 'a' });
    void ask('session', 'a2', { site: 'a' });
    void ask('dial', 'a3', { site: 'a' });
    await ask('dial', 'b1', { site: 'b' });
    await ask('session', 'b2', { site: 'b' });
    await settled();
    expect(order).toEqual(['a1', 'b1', 'b2']);
  });

  it('leaves half of the dials and half of the sessions to those that answered last time', async () => {
    const order: string[] = [];
    const admissions = new Admissions(limits({ maxSessions: 4, maxDials: 4 }));
    const ask = asker(admissions, order);
    for (const stage of ['dial', 'session'] as const) {
      for (const number of [1, 2, 3]) void ask(stage, `suspect ${stage} ${number}`, { suspect: true });
      for (const number of [1, 2]) void ask(stage, `living ${stage} ${number}`);
    }
    await settled();
    expect(order.filter((name) => name.startsWith('suspect'))).toEqual(
      ['dial', 'session'].flatMap((stage) => [1, 2].map((number) => `suspect ${stage} ${number}`)),
    );
    expect(order.filter((name) => name.startsWith('living'))).toHaveLength(4);
  });

  it('counts a suspect among the living once it has answered', async () => {
    const order: string[] = [];
    const ask = asker(new Admissions(limits({ maxSessions: 2 })), order);
    const first = await ask('session', 'first', { suspect: true });
    const second = ask('session', 'second', { suspect: true });
    await settled();
    expect(order).toEqual(['first']);
    first.clear();
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('dials no further suspects of a site while one of them has answered and waits', async () => {
    const admissions = new Admissions(limits({ maxSessions: 1 }));
    const order: string[] = [];
    const ask = asker(admissions, order);
    const busy = await ask('session', 'busy');
    const answered = admissions.sessionOfConnected({ ticket: admissions.ticket(), site: null, suspect: true }, never);
    const dial = ask('dial', 'next suspect', { suspect: true });
    await settled();
    expect(order).toEqual(['busy']);
    busy.release();
    await Promise.all([answered, dial]);
    expect(order).toEqual(['busy', 'next suspect']);
  });

  it('lets a waiter leave without costing a place', async () => {
    const admissions = new Admissions(limits({ maxSessions: 1 }));
    const leaving = new AbortController();
    const candidate = { ticket: 1, site: null, suspect: false };
    const held = await admissions.session(candidate, never);
    const left = admissions.session(candidate, leaving.signal);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(admissions.session(candidate, leaving.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    held.release();
    expect([admissions.inUse, admissions.waiting]).toEqual([0, 0]);
  });

  it('never exceeds a limit and never loses a place, whoever comes and goes', async () => {
    const visitor = fc.record({
      site: fc.constantFrom(null, 'a', 'b'),
      suspect: fc.boolean(),
      leaves: fc.boolean(),
      turns: fc.nat({ max: 2 }),
    });
    const bounds = fc.record({ maxSessions: fc.integer({ min: 1, max: 4 }), maxDials: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(bounds, fc.array(visitor, { maxLength: 20 }), async ({ maxSessions, maxDials }, visitors) => {
        const admissions = new Admissions(limits({ maxSessions, maxDials, maxSessionsPerSite: 2 }));
        const bySite = new Map<string | null, number>();
        let suspects = 0;
        await Promise.allSettled(
          visitors.map(async ({ site, suspect, leaves, turns }) => {
            const patience = new AbortController();
            const candidate = { ticket: admissions.ticket(), site, suspect };
            const dialled = admissions.dial(candidate, patience.signal);
            if (leaves) patience.abort();
            const dial = await dialled;
            expect(admissions.dialling).toBeLessThanOrEqual(maxDials);
            await settled();
            const entering = admissions.sessionOfConnected(candidate, patience.signal);
            dial.release();
            const lease = await entering;
            bySite.set(site, (bySite.get(site) ?? 0) + 1);
            suspects += suspect ? 1 : 0;
            expect(admissions.inUse).toBeLessThanOrEqual(maxSessions);
            expect(site === null ? 0 : (bySite.get(site) ?? 0)).toBeLessThanOrEqual(2);
            expect(suspects).toBeLessThanOrEqual(Math.max(1, Math.floor(maxSessions / 2)));
            for (let turn = 0; turn < turns; turn++) await settled();
            bySite.set(site, (bySite.get(site) ?? 0) - 1);
            suspects -= suspect ? 1 : 0;
            lease.release();
          }),
        ).then((all) => {
          for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CANCELLED' });
        });
        expect([admissions.dialling, admissions.inUse, admissions.waiting]).toEqual([0, 0, 0]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('checkPoolLimits', () => {
  it.each<[Partial<PoolLimits>]>([
    [{ maxSessions: 0 }],
    [{ maxDials: 1.5 }],
    [{ maxSessionsPerSite: -1 }],
    [{ maxIdle: Number.NaN }],
    [{ idleMs: 0 }],
  ])('refuses %p', (changes) => {
    expect(() => checkPoolLimits(limits(changes))).toThrow(RangeError);
  });
});
