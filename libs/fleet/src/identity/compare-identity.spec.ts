import { describe, expect, it } from '@jest/globals';
import { compareIdentity, type IdentityVerdict } from './compare-identity.js';

type Marks = [serial: string | null, hostId: string | null];
const ROWS: [says: string, known: Marks, seen: Marks, verdict: IdentityVerdict][] = [
  ['both marks agree', ['HE2H81UJ47', '002590000001'], ['HE2H81UJ47', '002590000001'], 'same'],
  ['one mark agrees, the other was not printed', ['HE2H81UJ47', '002590000001'], ['HE2H81UJ47', null], 'same'],
  ['case and separators differ', ['he2h81uj47', '00:25:90:00:00:01'], ['HE2H81UJ47 ', '00-25-90-00-00-01'], 'same'],
  ['the serial differs', ['HE2H81UJ47', '002590000001'], ['HE2H81UJ48', '002590000001'], 'changed'],
  ['a clone shares the serial and not the host id', ['S1', '002590000001'], ['S1', '002590000002'], 'changed'],
  ['nothing was known before', [null, ''], ['S1', null], 'first-seen'],
  ['nothing was read now', ['S1', '002590000001'], [null, ' '], 'unknown'],
  ['no mark is there on both sides', ['S1', null], [null, '002590000001'], 'unknown'],
  ['nothing was known and nothing was read', [null, null], [null, null], 'unknown'],
];

describe('compareIdentity', () => {
  it.each(ROWS)('%s', (_says, [serial, hostId], [seenSerial, seenHostId], verdict) => {
    expect(compareIdentity({ serial, hostId }, { serial: seenSerial, hostId: seenHostId })).toBe(verdict);
  });
});
