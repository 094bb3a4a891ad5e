import { describe, expect, it } from '@jest/globals';
import { splitPairs } from './split-pairs.js';

describe('splitPairs', () => {
  it.each([
    ['Unit:  Mbps             Maxbandwidth:  40000', { unit: 'Mbps', maxbandwidth: '40000' }],
    [
      'License Server: a.example     Port: 0    Status: Not up',
      { licenseserver: 'a.example', port: '0', status: 'Not up' },
    ],
    ['Edition                       : Platinum', { edition: 'Platinum' }],
    ['Edition\t:\tPlatinum', { edition: 'Platinum' }],
    ['Grace:      Type: CLA', { grace: '', type: 'CLA' }],
    ['Address: 2001:db8::1', { address: '2001:db8::1' }],
    ['Port:', { port: '' }],
  ])('cuts "%s"', (text, expected) => {
    const pairs = splitPairs(text)?.map(({ key, value }) => [key, value]) ?? [];
    expect(Object.fromEntries(pairs)).toEqual(expected);
  });

  it.each(['', 'words', 'words  and words', 'Port: 1   words', 'words   Port: 1'])('does not cut "%s"', (text) => {
    expect(splitPairs(text)).toBeNull();
  });
});
