import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waveOrder } from './wave-order.js';
import type { WaveTarget } from './wave-order.js';

/** `id host site`, a dash for null. */
function target(text: string): WaveTarget {
  const [applianceId = '', hostId = '-', site = '-'] = text.split(' ');
  const orNull = (word: string) => (word === '-' ? null : word);
  return { applianceId, hostId: orNull(hostId), site: orNull(site) };
}
const order = (rows: string[], canarySite: string | null) =>
  waveOrder(rows.map(target), canarySite)
    .map(({ applianceId }) => applianceId)
    .join(' ');

describe('waveOrder', () => {
  it.each<[says: string, canarySite: string | null, rows: string[], expected: string]>([
    [
      'takes one instance of each host before a second of any',
      null,
      ['a H1', 'b H1', 'c H1', 'd H2', 'e H3'],
      'a d e b c',
    ],
    ['takes appliances without a host in the first turn', null, ['a H1', 'b H1', 'c -', 'd -'], 'a c d b'],
    ['takes the canary site first', 'lab', ['a H1 emea', 'b H2 emea', 'c H3 lab', 'd - lab'], 'c d a b'],
    ['spreads the canary site over its hosts too', 'lab', ['a H1 lab', 'b H1 lab', 'c H2 lab', 'd H3 emea'], 'a c b d'],
    ['has no canaries where the canary site has no targets', 'lab', ['b H2 emea', 'a H1 emea'], 'a b'],
    ['does not take an appliance without a site for one of the canary site', 'lab', ['a H1', 'b H2 lab'], 'b a'],
    ['has nothing to order', 'lab', [], ''],
  ])('%s', (_says, canarySite, rows, expected) => {
    expect(order(rows, canarySite)).toBe(expected);
  });

  const targets = fc.uniqueArray(
    fc.record({
      applianceId: fc.stringMatching(/^app_[a-z0-9]{1,4}$/),
      hostId: fc.option(fc.constantFrom('h1', 'h2', 'h3', 'h4')),
      site: fc.option(fc.constantFrom('emea', 'lab')),
    }),
    { selector: ({ applianceId }) => applianceId, maxLength: 60 },
  );
  const canarySite = fc.option(fc.constantFrom('lab', 'apac'));

  it('keeps every target and does not care how they come in', () => {
    fc.assert(
      fc.property(targets, canarySite, fc.infiniteStream(fc.nat()), (given, site, dice) => {
        const shuffled = given
          .map((one) => ({ one, at: dice.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const ordered = waveOrder(given, site);
        expect(waveOrder(shuffled, site)).toEqual(ordered);
        expect(new Set(ordered)).toEqual(new Set(given));
        expect(ordered.length).toBe(given.length);
      }),
    );
  });

  it('takes of no host more than one instance more than of another that still has some', () => {
    fc.assert(
      fc.property(targets, fc.nat(60), (given, length) => {
        const ordered = waveOrder(given, null);
        const first = ordered.slice(0, length);
        const rest = ordered.slice(length);
        for (const { hostId } of rest) {
          const own = first.filter((one) => one.hostId === hostId).length;
          if (hostId === null) continue;
          for (const other of new Set(first.map((one) => one.hostId))) {
            if (other === null) continue;
            expect(first.filter((one) => one.hostId === other).length).toBeLessThanOrEqual(own + 1);
          }
        }
      }),
    );
  });
});
