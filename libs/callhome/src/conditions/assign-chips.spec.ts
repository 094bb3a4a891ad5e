import { describe, expect, it } from '@jest/globals';
import type { InstanceCrypto } from '../../../netscaler-cli/src/index.js';
import { assignChips } from './assign-chips.js';
import type { HostHardware, HostInstance } from './host-hardware.js';
import { FAILED, LACKING, crypto, host, instance, row } from './hosts.fake.js';

const share = (given: Partial<InstanceCrypto>): InstanceCrypto => ({
  unit: 'ssl-core',
  assigned: null,
  scuAssigned: null,
  cards: null,
  cardsUp: null,
  ...given,
});
const withChips = (name: string, [cards, cardsUp]: [number, number | null], given: Partial<HostInstance> = {}) =>
  instance(name, { crypto: share({ assigned: cards, cards, cardsUp }), ...given });
const CHIPS = crypto({ unit: 'ssl-core', total: 16, free: 4 });
const assign = (given: Partial<HostHardware>) => assignChips(host({ crypto: CHIPS, chipBaseline: null, ...given }));

describe('assignChips', () => {
  it('says who was given what, of which total', () => {
    const found = assign({
      instances: [withChips('a', [6, 6]), withChips('b', [2, 2]), withChips('none', [0, 0])],
      chipBaseline: { unit: 'ssl-core', model: null, total: 16, devices: null },
    });
    expect(found).toMatchObject({ unit: 'ssl-core', total: 16, free: 4, baseline: 16, assigned: 8 });
    expect(found).toMatchObject({ lacking: [], sharedSocket: null, sharedBuses: [], suspect: 'none' });
    expect(found.instances.map(({ key, assigned, lacks }) => [key, assigned, lacks])).toEqual([
      ['uuid-a', 6, false],
      ['uuid-b', 2, false],
      ['uuid-none', 0, false],
    ]);
  });

  it('counts in crypto units by the cards', () => {
    const units = { unit: 'acu', assigned: 12_000, scuAssigned: 24_000, cards: 2 } as const;
    const found = assign({
      crypto: crypto({ unit: 'acu', total: 96_000, free: 72_000, scuTotal: 192_000 }),
      instances: [
        instance('a', { crypto: share({ ...units, cardsUp: 1 }) }),
        instance('b', { crypto: share({ ...units, cardsUp: 2 }) }),
      ],
    });
    expect(found).toMatchObject({ unit: 'acu', total: 96_000, assigned: 24_000, lacking: ['uuid-a'] });
  });

  it.each<[says: string, instances: HostHardware['instances'], assigned: number | null]>([
    ['of one in another unit', [withChips('a', [2, 2]), instance('b', { crypto: share({ unit: 'acu' }) })], null],
    ['of one that prints none', [withChips('a', [2, 2]), instance('b', { crypto: share({ unit: null }) })], null],
    ['of a list that could not be read', FAILED, null],
    ['of no instances', [], 0],
  ])('does not guess the sum %s', (_says, instances, assigned) => {
    expect(assign({ instances }).assigned).toBe(assigned);
  });

  it('cannot tell for one that is halted or not reachable', () => {
    const found = assign({ instances: [withChips('a', [4, null])] });
    expect(found.instances[0]).toMatchObject({ cards: 4, cardsUp: null, lacks: null });
    expect(found).toMatchObject({ lacking: [], suspect: 'none' });
  });

  it('goes by the plain counts of a host that was listed without its units, as long as they are fresh', () => {
    const found = assignChips(
      host({
        instances: [
          instance('a', { sslCoresUp: 3 }),
          instance('b', { sslCoresUp: 0, vmState: 'Halted', instanceState: 'Down' }),
        ],
      }),
    );
    expect(found).toMatchObject({ unit: 'ssl-core', total: 16, baseline: 16, assigned: 8, lacking: ['uuid-a'] });
    expect(found.instances[1]?.lacks).toBeNull();
  });
});

describe('assignChips on where to look', () => {
  const one = [withChips('a', [4, 3]), withChips('b', [4, 4])];
  const two = (sockets: (string | null)[]) =>
    sockets.map((cpuSocket, index) => withChips(`n${index}`, [4, 3], { cpuSocket }));

  it.each<[says: string, given: Partial<HostHardware>, suspect: string]>([
    ['one alone below its number on a healthy host: the instance', { instances: one }, 'instance'],
    ['one alone, the host row in error: the chip', { instances: one, hardware: [row('SSL', 'failed')] }, 'chip'],
    [
      'one alone, the host below its baseline: the chip',
      { instances: one, chipBaseline: { unit: 'ssl-core', model: null, total: 17, devices: null } },
      'chip',
    ],
    ['nobody, the host row in error: the chip', { hardware: [row('Nitrox', 'failed')] }, 'chip'],
    ['two on one socket: the chip', { instances: two(['1', '1']) }, 'chip'],
    ['two on two sockets: not known', { instances: two(['0', '1']) }, 'unknown'],
    ['two, no socket printed: not known', { instances: two([null, null]) }, 'unknown'],
    ['one, host rows not read: not known', { instances: one, hardware: FAILED }, 'unknown'],
    ['instances not read: not known', { instances: FAILED }, 'unknown'],
    ['a host whose values are old: not known', { software: [row('XenServer API', 'failed')] }, 'unknown'],
    ['a model without such a listing: none', { instances: LACKING, hardware: LACKING }, 'none'],
  ])('%s', (_says, given, suspect) => {
    expect(assign(given).suspect).toBe(suspect);
  });

  it('names the socket and the buses that two lacking instances share', () => {
    const found = assign({
      instances: [
        withChips('a', [4, 3], { cpuSocket: '1', sslVirtualFunctions: ['0000:0b:10.1', '0000:0C:10.1'] }),
        withChips('b', [4, 2], { cpuSocket: '1', sslVirtualFunctions: ['0000:0c:10.2', 'elsewhere'] }),
        withChips('c', [4, 4], { cpuSocket: '0', sslVirtualFunctions: ['0000:0b:10.3'] }),
      ],
    });
    expect(found).toMatchObject({ lacking: ['uuid-a', 'uuid-b'], sharedSocket: '1', sharedBuses: ['0000:0c'] });
  });
});
