import { describe, expect, it } from '@jest/globals';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { deploymentWords, partnerWords } from './deployment-words.js';

const ALONE = { id: 'app_1', mode: 'standalone', role: null, peer: null, cluster: null } as const;
type Given = Pick<Appliance, 'id' | 'mode' | 'role' | 'peer' | 'cluster'>;
const members = [
  { id: 'app_1', name: 'n1' },
  { id: 'app_2', name: 'n2' },
];
const cluster = { id: 3, address: null, nodeId: 1, isCoordinator: null, members };

describe('how an appliance is deployed', () => {
  it.each<[string, Given, string, string | null]>([
    ['standing alone', ALONE, 'standalone', null],
    ['never read', { ...ALONE, mode: 'unknown' }, 'unknown', null],
    [
      'half of a pair',
      { ...ALONE, mode: 'ha', role: 'primary', peer: { id: 'app_2', name: 'n2', address: '192.0.2.2' } },
      'HA primary',
      'n2',
    ],
    [
      'half of a pair whose other half nobody added',
      { ...ALONE, mode: 'ha', role: 'unknown', peer: { id: null, name: null, address: '192.0.2.2' } },
      'HA role unknown',
      '192.0.2.2',
    ],
    ['node of a cluster', { ...ALONE, mode: 'cluster', cluster }, 'cluster 3, node 1', 'n2'],
    [
      'the only node that is known',
      { ...ALONE, mode: 'cluster', cluster: { ...cluster, nodeId: null, members: members.slice(0, 1) } },
      'cluster 3',
      null,
    ],
  ])('is said for one %s', (_says, appliance, words, partner) => {
    expect(deploymentWords(appliance)).toBe(words);
    expect(partnerWords(appliance)).toBe(partner);
  });
});
