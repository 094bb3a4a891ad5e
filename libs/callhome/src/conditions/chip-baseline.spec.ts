import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HostCrypto } from '../../../netscaler-cli/src/index.js';
import { nextChipBaseline } from './chip-baseline.js';
import type { ChipBaseline } from './chip-baseline.js';
import { crypto } from './hosts.fake.js';

const CHIPS: ChipBaseline = { unit: 'ssl-core', model: '14040', total: 16, devices: null };
const UNITS: ChipBaseline = { unit: 'acu', model: '14040', total: 96_000, devices: 8 };
const next = (known: ChipBaseline | null, given: Partial<HostCrypto>, model: string | null = '14040') =>
  nextChipBaseline(known, { model, crypto: crypto(given) });

describe('nextChipBaseline', () => {
  it.each<[says: string, known: ChipBaseline | null, given: Partial<HostCrypto>, expected: ChipBaseline | null]>([
    ['begins with the first total', null, { unit: 'ssl-core', total: 16 }, CHIPS],
    ['stays when chips are lost', CHIPS, { unit: 'ssl-core', total: 15 }, CHIPS],
    ['grows', CHIPS, { unit: 'ssl-core', total: 32 }, { ...CHIPS, total: 32 }],
    ['stays when nothing was read', CHIPS, {}, CHIPS],
    ['stays without a total', CHIPS, { unit: 'ssl-core' }, CHIPS],
    ['begins anew in another unit', CHIPS, { unit: 'acu', total: 96_000, devices: 8 }, UNITS],
    ['keeps its devices where none are printed', UNITS, { unit: 'acu', total: 96_000 }, UNITS],
    ['keeps its units when only the emptied chips are printed', UNITS, { unit: 'ssl-core', total: 0 }, UNITS],
    ['begins anew when a host goes back to chips', UNITS, { unit: 'ssl-core', total: 16 }, CHIPS],
    ['is none while nothing was read', null, {}, null],
  ])('%s', (_says, known, given, expected) => {
    expect(next(known, given)).toEqual(expected);
  });

  it('begins anew on another model, and not when the model was not read', () => {
    const smaller = { unit: 'ssl-core', total: 8 } as const;
    expect(next(CHIPS, smaller, '14020')).toEqual({ ...CHIPS, model: '14020', total: 8 });
    expect(next(CHIPS, smaller, null)).toEqual(CHIPS);
  });

  it('is the highest total of a unit, in whatever order the readings came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1 }), (totals) => {
        const last = totals.reduce<ChipBaseline | null>(
          (known, total) => next(known, { unit: 'ssl-core', total }),
          null,
        );
        expect(last).toEqual({ ...CHIPS, total: Math.max(...totals) });
      }),
    );
  });
});
