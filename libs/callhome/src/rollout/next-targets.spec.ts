import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextTargets } from './next-targets.js';
import type { WaitingTarget } from './next-targets.js';

const target = (text: string): WaitingTarget => {
  const [applianceId = '', host = '-'] = text.split(' ');
  return { applianceId, hostId: host === '-' ? null : host };
};

interface Row {
  pending: string[];
  busy?: Record<string, number>;
  room: number;
  perHost?: number;
  expected: string;
}

describe('nextTargets', () => {
  it.each<[says: string, row: Row]>([
    ['begins in order', { pending: ['a H1', 'b H2', 'c H3'], room: 2, expected: 'a b' }],
    ['begins one instance of a host at a time', { pending: ['a H1', 'b H1', 'c H2'], room: 9, expected: 'a c' }],
    ['leaves a host alone that is busy', { pending: ['a H1', 'b H2'], busy: { H1: 1 }, room: 9, expected: 'b' }],
    [
      'begins as many of a host as asked for',
      { pending: ['a H1', 'b H1', 'c H1'], room: 9, perHost: 2, expected: 'a b' },
    ],
    [
      'counts what a host has in flight',
      { pending: ['a H1', 'b H1'], busy: { H1: 1 }, room: 9, perHost: 2, expected: 'a' },
    ],
    [
      'begins nothing on a host with more than allowed',
      { pending: ['a H1'], busy: { H1: 3 }, room: 9, perHost: 2, expected: '' },
    ],
    ['lets appliances without a host go side by side', { pending: ['a -', 'b -', 'c -'], room: 9, expected: 'a b c' }],
    ['begins nothing without room', { pending: ['a -', 'b H1'], room: 0, expected: '' }],
    ['begins nothing with less room than none', { pending: ['a -'], room: -2, expected: '' }],
    ['has nothing to begin', { pending: [], room: 5, expected: '' }],
  ])('%s', (_says, { pending, busy = {}, room, perHost, expected }) => {
    const busyHosts = new Map(Object.entries(busy));
    const begun = nextTargets({ pending: pending.map(target), busyHosts, room, perHost });
    expect(begun.map(({ applianceId }) => applianceId).join(' ')).toBe(expected);
  });

  it('leaves what it is told of busy hosts as it is', () => {
    const busyHosts = new Map([['H2', 1]]);
    nextTargets({ pending: [target('a H1')], busyHosts, room: 1 });
    expect([...busyHosts]).toEqual([['H2', 1]]);
  });

  const hosts = fc.array(fc.option(fc.constantFrom('h1', 'h2', 'h3')), { maxLength: 40 });

  it('never has more in flight than allowed and begins every target once, whichever ends first', () => {
    fc.assert(
      fc.property(
        hosts,
        fc.record({ slots: fc.integer({ min: 1, max: 8 }), perHost: fc.integer({ min: 1, max: 3 }) }),
        fc.infiniteStream(fc.nat()),
        (given, { slots, perHost }, dice) => {
          const all = given.map((hostId, index) => ({ applianceId: `app_${index}`, hostId }));
          const begun: string[] = [];
          let pending: WaitingTarget[] = all;
          let inFlight: WaitingTarget[] = [];
          while (pending.length + inFlight.length > 0) {
            const busyHosts = countHosts(inFlight);
            const now = nextTargets({ pending, busyHosts, room: slots - inFlight.length, perHost });
            begun.push(...now.map(({ applianceId }) => applianceId));
            pending = pending.filter((one) => !now.includes(one));
            inFlight = [...inFlight, ...now];
            expect(inFlight.length).toBeLessThanOrEqual(slots);
            expect(Math.max(0, ...countHosts(inFlight).values())).toBeLessThanOrEqual(perHost);
            // With room and nothing in flight something always begins: no round is lost.
            expect(inFlight.length).toBeGreaterThan(0);
            inFlight = inFlight.toSpliced(dice.next().value % inFlight.length, 1);
          }
          expect(begun.toSorted()).toEqual(all.map(({ applianceId }) => applianceId).toSorted());
        },
      ),
    );
  });
});

function countHosts(targets: readonly WaitingTarget[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { hostId } of targets) if (hostId !== null) counts.set(hostId, (counts.get(hostId) ?? 0) + 1);
  return counts;
}
