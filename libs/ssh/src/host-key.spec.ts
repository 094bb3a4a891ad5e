import { describe, expect, it } from '@jest/globals';
import { describeHostKey } from './host-key.js';

/** Public keys made for this table; fingerprints printed by `ssh-keygen -lf`. */
const KEYS = [
  [
    'ssh-ed25519',
    'AAAAC3NzaC1lZDI1NTE5AAAAIAcPeU/FGuZkwxcQLqq88qijmpbWzOq7W+2JVsof69vi',
    'SHA256:bNrxb0tCXydxWo8d8ZPQqGqz7DVapwLyZY7r0tXrWkM',
  ],
  [
    'ecdsa-sha2-nistp256',
    'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMJzaPOaGZvI232G3XkNm+0r6bLcTODqk5VkdB1afA5vpAWAyEiKpyhTHbmbUXbtDyMYR0RzePl8sSnAJ40RH3E=',
    'SHA256:dNemjCLQ6IWBhjhvtNOe7mJkHz2S9sYIdlUF1AxpH/U',
  ],
  [
    'ssh-rsa',
    'AAAAB3NzaC1yc2EAAAADAQABAAABAQDr7hYFLBcuRlx6IdidtJo3g5J7EoV5I36W2YIfO7KKboBV2smEKm5tU3LgBEtJyGxrhQjysARNUp3L0rr0OT3KxReXLeoXEbkjZYoFuI3VUh7YkxTNsLh3ffSAvnrJPXaAxCWxL2eTaoQV9qXjUFihzPcJGk9YGjaAhT3TxoDeUtQMtW1eo809EGJUP1x+t9BUIwY+iTW+l55gms3juqEfH3wszlNb3GGILkWvEostsZqq2MprlD75izp8FjRjuwaK/rWRVsInpIh+IFrxtrIhx6cEq7n6X7b6tuV7T1TFsFGysSdgrCuMYKDsdRmTJ9yW9LvFjnZECeKMwDOvWsPN',
    'SHA256:cI/2UT+mPjfBNDGNkuhf/VGvvG4RnUMc7Wf9q1hLu4E',
  ],
] as const;

describe('describeHostKey', () => {
  it.each(KEYS)('names an %s key as ssh-keygen does', (algorithm, base64, fingerprint) => {
    const blob = Buffer.from(base64, 'base64');
    expect(describeHostKey(blob)).toEqual({ algorithm, fingerprint, blob });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a length without a name', Buffer.from([0, 0, 0, 9])],
    ['a name with control characters', Buffer.from('\x00\x00\x00\x03a\nb', 'latin1')],
    ['a length beyond any buffer', Buffer.from([255, 255, 255, 255, 97])],
  ])('calls the algorithm of %s unknown', (_what, blob) => {
    expect(describeHostKey(blob).algorithm).toBe('unknown');
  });
});
