import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inventoryDifference, type KnownInstance, type SeenInstance } from './inventory-difference.js';

const known = (id: string, uuid: string | null, address: string | null, present = true): KnownInstance => ({
  id,
  uuid,
  address,
  present,
});
const row = (uuid: string | null, address: string | null, name: string | null = null): SeenInstance => ({
  uuid,
  address,
  name,
});

interface Case {
  readonly says: string;
  readonly known: KnownInstance[];
  readonly seen: SeenInstance[];
  readonly expected: { added: number[]; kept: [string, number][]; gone: string[]; returned: string[] };
}

const NOTHING = { added: [], kept: [], gone: [], returned: [] };
const CASES: Case[] = [
  { says: 'adds what nobody knows', known: [], seen: [row('u1', '192.0.2.1')], expected: { ...NOTHING, added: [0] } },
  {
    says: 'keeps an instance that was renamed and readdressed, by its uuid',
    known: [known('a', 'u1', '192.0.2.1')],
    seen: [row('u1', '192.0.2.9', 'new-name')],
    expected: { ...NOTHING, kept: [['a', 0]] },
  },
  {
    says: 'takes a uuid in capitals for the same uuid',
    known: [known('a', 'ab-cd', null)],
    seen: [row('AB-CD', null)],
    expected: { ...NOTHING, kept: [['a', 0]] },
  },
  {
    says: 'sees another instance where a new VM took an old address',
    known: [known('a', 'u1', '192.0.2.1')],
    seen: [row('u2', '192.0.2.1')],
    expected: { ...NOTHING, added: [0], gone: ['a'] },
  },
  {
    says: 'falls back on the address when the listing prints no uuid',
    known: [known('a', 'u1', '192.0.2.1')],
    seen: [row(null, '192.0.2.1')],
    expected: { ...NOTHING, kept: [['a', 0]] },
  },
  {
    says: 'falls back on the address when the inventory has no uuid yet',
    known: [known('a', '', '192.0.2.1')],
    seen: [row('u1', '192.0.2.1')],
    expected: { ...NOTHING, kept: [['a', 0]] },
  },
  {
    says: 'prefers the uuid over an address that points elsewhere',
    known: [known('a', 'u1', '192.0.2.1'), known('b', null, '192.0.2.2')],
    seen: [row('u1', '192.0.2.2')],
    expected: { ...NOTHING, kept: [['a', 0]], gone: ['b'] },
  },
  {
    says: 'names a gone instance that is back',
    known: [known('a', 'u1', '192.0.2.1', false)],
    seen: [row('u1', '192.0.2.1')],
    expected: { ...NOTHING, kept: [['a', 0]], returned: ['a'] },
  },
  {
    says: 'does not report a gone instance as gone again',
    known: [known('a', 'u1', '192.0.2.1', false)],
    seen: [],
    expected: NOTHING,
  },
  {
    says: 'gives an address to the present instance, not to the gone one that had it before',
    known: [known('a', 'u1', '192.0.2.1', false), known('b', 'u2', '192.0.2.1')],
    seen: [row(null, '192.0.2.1')],
    expected: { ...NOTHING, kept: [['b', 0]] },
  },
  {
    says: 'drops the second row of one VM',
    known: [],
    seen: [row('u1', '192.0.2.2', 'b'), row('u1', '192.0.2.1', 'a'), row(null, '192.0.2.1', 'c')],
    expected: { ...NOTHING, added: [1] },
  },
  {
    says: 'keeps two VMs that share an address apart',
    known: [],
    seen: [row('u1', '192.0.2.1'), row('u2', '192.0.2.1')],
    expected: { ...NOTHING, added: [0, 1] },
  },
];

describe('inventoryDifference', () => {
  it.each(CASES)('$says', ({ known: before, seen, expected }) => {
    const { added, kept, gone, returned } = inventoryDifference(before, seen);
    expect(added).toEqual(expected.added.map((i) => seen[i]));
    expect(kept).toEqual(expected.kept.map(([id, i]) => ({ id, seen: seen[i] })));
    expect({ gone, returned }).toEqual({ gone: expected.gone, returned: expected.returned });
  });

  it('sets rows aside that nothing can tell apart', () => {
    const nameless = row(null, ' ', 'vpx');
    expect(inventoryDifference([], [nameless])).toEqual({ ...NOTHING, unidentified: [nameless] });
  });

  const mark = (prefix: string) => fc.option(fc.integer({ min: 0, max: 4 }).map((n) => `${prefix}${n}`));
  const rows = fc.array(fc.record({ uuid: mark('u'), address: mark('192.0.2.'), name: mark('vpx-') }), {
    maxLength: 8,
  });
  // As the inventory guarantees: one instance per VM.
  const inventory = fc
    .uniqueArray(fc.record({ uuid: mark('u'), address: mark('192.0.2.'), present: fc.boolean() }), {
      maxLength: 8,
      selector: ({ uuid }) => uuid ?? {},
    })
    .map((list) => list.map((one, i) => ({ id: `app_${i}`, ...one })));
  const shuffled = <T>(list: readonly T[], seed: number): T[] =>
    list.toSorted((a, b) => ((list.indexOf(a) * seed) % 11) - ((list.indexOf(b) * seed) % 11));

  it('does not depend on the order of either list', () => {
    fc.assert(
      fc.property(inventory, rows, fc.integer({ min: 1, max: 10 }), (before, seen, seed) => {
        const other = inventoryDifference(shuffled(before, seed), shuffled(seen, seed));
        expect(other).toEqual(inventoryDifference(before, seen));
      }),
    );
  });

  it('puts every present instance into kept or gone, once, and never pairs two different uuids', () => {
    fc.assert(
      fc.property(inventory, rows, (before, seen) => {
        const { kept, gone, returned } = inventoryDifference(before, seen);
        const keptIds = kept.map((one) => one.id);
        const present = before.filter((one) => one.present).map((one) => one.id);
        expect([...keptIds, ...gone].toSorted()).toEqual([...present, ...returned].toSorted());
        for (const { id, seen: row } of kept) {
          const one = before.find((each) => each.id === id);
          expect(row.uuid === null || one?.uuid === null || one?.uuid === row.uuid).toBe(true);
        }
      }),
    );
  });

  it('finds nothing to add or to drop once its answer is written down', () => {
    fc.assert(
      fc.property(inventory, rows, (before, seen) => {
        const first = inventoryDifference(before, seen);
        const written = [
          ...before.map((one) => {
            const pair = first.kept.find((each) => each.id === one.id);
            if (pair === undefined) return { ...one, present: false };
            return { ...one, ...pair.seen, uuid: pair.seen.uuid ?? one.uuid, present: true };
          }),
          ...first.added.map((one, i) => ({ id: `new_${i}`, ...one, present: true })),
        ];
        const second = inventoryDifference(written, seen);
        expect(second.kept).toHaveLength(first.kept.length + first.added.length);
        expect([second.added, second.gone, second.returned]).toEqual([[], [], []]);
      }),
    );
  });
});
