import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { growTree } from './appliance-tree.js';

const appliance = (id: string, hostId: string | null = null) => ({ id, hostId }) as Appliance;
const ids = (list: readonly Appliance[] | undefined) => list?.map(({ id }) => id);

describe('growTree', () => {
  it('puts instances under their host and leaves the rest as roots, in the order given', () => {
    const host = appliance('host');
    const tree = growTree([host, appliance('one', 'host'), appliance('two', 'host'), appliance('mpx')]);
    expect(ids(tree.roots)).toEqual(['host', 'mpx']);
    expect(ids(tree.childrenOf(host))).toEqual(['one', 'two']);
  });

  it('shows an instance as a root when a filter hid its host', () => {
    const tree = growTree([appliance('one', 'hidden')]);
    expect(ids(tree.roots)).toEqual(['one']);
  });

  it('shows every appliance exactly once, whatever the filter left over', () => {
    const rows = fc.uniqueArray(fc.record({ id: fc.nat(40), hostId: fc.option(fc.nat(40)) }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(rows, (drawn) => {
        // A host is never an instance itself: ids under 20 are hosts here.
        const list = drawn.map(({ id, hostId }) =>
          appliance(String(id), id < 20 || hostId === null ? null : String(hostId % 20)),
        );
        const { roots, childrenOf } = growTree(list);
        const shown = roots.flatMap((root) => [root, ...(childrenOf(root) ?? [])]);
        expect(ids(shown)?.toSorted()).toEqual(ids(list)?.toSorted());
      }),
    );
  });
});
