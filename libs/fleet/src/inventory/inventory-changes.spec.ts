import { describe, expect, it } from '@jest/globals';
import type { DeploymentClaim } from '../deployment/deployment-claim.js';
import { inventoryChanges, type InventoryChange, type Recorded } from './inventory-changes.js';
import { mergeFacts, type Chips, type FactsRead } from './known-facts.js';

const facts = (read: FactsRead) => ({ facts: mergeFacts({}, read, new Date(0)) });
const change = (field: InventoryChange['field'], from: string, to: string): InventoryChange => ({ field, from, to });
const chips = (unit: Chips['unit'], total: number | null): Chips => ({
  unit,
  total,
  free: null,
  assigned: null,
  up: null,
});
const cluster = (id: number, address: string | null): DeploymentClaim => ({
  mode: 'cluster',
  nodeAddress: null,
  ha: null,
  cluster: { id, address, nodeId: null, nodes: [] },
});
const licence = { edition: 'standard', source: 'local', daysToExpiration: 9 } as const;

const ROWS: [says: string, before: Recorded, after: Recorded, changes: InventoryChange[]][] = [
  ['nothing differs', { build: '1', model: 'VPX' }, { build: '1', model: 'VPX' }, []],
  ['a fact is learned', { build: null }, { build: '1' }, []],
  ['a fact was not read this time', { build: '1' }, { build: null }, []],
  ['a build is another', { build: '1' }, { build: '2' }, [change('build', '1', '2')]],
  ['a mode could not be told', { mode: 'ha' }, { mode: 'unknown' }, []],
  ['an instance is gone', { isPresent: true }, { isPresent: false }, [change('presence', 'present', 'gone')]],
  [
    'a cluster got an address',
    facts({ deployment: cluster(1, null) }),
    facts({ deployment: cluster(1, '192.0.2.9') }),
    [change('cluster', '1', '1 at 192.0.2.9')],
  ],
  [
    'a licence is another and of another source',
    facts({ licence }),
    facts({ licence: { ...licence, edition: 'premium', source: 'pooled' } }),
    [change('licenceEdition', 'standard', 'premium'), change('licenceSource', 'local', 'pooled')],
  ],
  [
    'only the days of a licence passed',
    facts({ licence }),
    facts({ licence: { ...licence, daysToExpiration: 8 } }),
    [],
  ],
  [
    'SSL hardware is counted in another unit',
    facts({ chips: chips('ssl-core', 16) }),
    facts({ chips: chips('acu', 16) }),
    [change('chipsTotal', '16 ssl-core', '16 acu')],
  ],
];

describe('inventoryChanges', () => {
  it.each(ROWS)('%s', (_says, before, after, changes) => {
    expect(inventoryChanges(before, after)).toEqual(changes);
  });
});
