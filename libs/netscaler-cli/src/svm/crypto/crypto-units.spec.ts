import { describe, expect, it } from '@jest/globals';
import { hostCrypto, instanceCrypto, type HostCryptoCounts, type InstanceCryptoCounts } from './crypto-units.js';

const NONE = [null, null] as const;
const host = (given: Partial<HostCryptoCounts>) =>
  hostCrypto({ cores: NONE, acu: NONE, scu: NONE, devices: null, ...given });
const share = (given: Partial<InstanceCryptoCounts>) =>
  instanceCrypto({
    cores: null,
    coresUp: null,
    acu: null,
    scu: null,
    cards: null,
    functions: null,
    isNewCrypto: null,
    isFresh: true,
    ...given,
  });

describe('hostCrypto', () => {
  it.each<[says: string, given: Partial<HostCryptoCounts>, expected: object]>([
    ['chips only', { cores: [16, 4] }, { unit: 'ssl-core', total: 16, free: 4, scuTotal: null }],
    ['no chips', { cores: [0, 0] }, { unit: 'ssl-core', total: 0, free: 0 }],
    ['units with the old counts at 0', { cores: [0, 0], acu: [60_000, 10] }, { unit: 'acu', total: 60_000, free: 10 }],
    ['units with the old counts left', { cores: [16, 0], acu: [60_000, 10] }, { unit: 'acu', total: 60_000 }],
    ['old counts with units at 0', { cores: [16, 4], acu: [0, 0], scu: [0, 0] }, { unit: 'ssl-core', scuTotal: null }],
    ['neither but printed', { cores: [0, 0], acu: [0, 0] }, { unit: 'acu', total: 0 }],
    ['units alone', { acu: [5, 1], scu: [7, 2], devices: 4 }, { unit: 'acu', scuTotal: 7, scuFree: 2, devices: 4 }],
    ['nothing', {}, { unit: null, total: null, free: null, scuTotal: null, scuFree: null, devices: null }],
  ])('counts %s', (_says, given, expected) => {
    expect(host(given)).toMatchObject(expected);
  });
});

describe('instanceCrypto', () => {
  it.each<[says: string, given: Partial<InstanceCryptoCounts>, expected: object]>([
    ['chips', { cores: 6, coresUp: 5 }, { unit: 'ssl-core', assigned: 6, cards: 6, cardsUp: 5 }],
    ['chips of a halted one', { cores: 6, coresUp: 6, isFresh: false }, { assigned: 6, cards: 6, cardsUp: null }],
    ['none of none', { cores: 0, coresUp: 0 }, { unit: 'ssl-core', assigned: 0, cards: 0, cardsUp: 0 }],
    ['nothing', {}, { unit: null, assigned: null, cards: null, cardsUp: null }],
    [
      'units by its list of functions',
      { cores: 2, coresUp: 1, acu: 10, scu: 20, functions: 2 },
      { unit: 'acu', assigned: 10, scuAssigned: 20, cards: 2, cardsUp: 1 },
    ],
    ['units by its cards', { coresUp: 2, acu: 10, cards: 2, functions: 4 }, { cards: 2, cardsUp: 2 }],
    ['units, nobody counting what is up', { cores: 0, coresUp: 0, acu: 10, cards: 2 }, { cards: 2, cardsUp: null }],
    ['units, its only card gone', { coresUp: 0, acu: 10, cards: 1 }, { cards: 1, cardsUp: 0 }],
    ['units of which it has none', { cores: 0, coresUp: 0, acu: 0, cards: 0 }, { unit: 'acu', cards: 0, cardsUp: 0 }],
    ['units because it says so', { cores: 2, coresUp: 2, isNewCrypto: true }, { unit: 'acu', assigned: null }],
    ['chips because it says so', { cores: 2, acu: 0, isNewCrypto: false }, { unit: 'ssl-core', assigned: 2 }],
  ])('counts %s', (_says, given, expected) => {
    expect(share(given)).toMatchObject(expected);
  });
});
