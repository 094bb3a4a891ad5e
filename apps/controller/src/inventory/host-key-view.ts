import type { Appliance } from '../../../../libs/contract/src/index.js';
import type { HostKey } from '../../../../libs/persistence/src/index.js';

type HostKeyView = Appliance['hostKey'];

/**
 * How the host key of an appliance stands. `fingerprint` is the trusted key or, before there is one, the first that
 * was offered; `offered` is the key that waits for a decision. A key offered after the trusted one was decided on
 * blocks the appliance.
 */
export function hostKeyView(keys: readonly HostKey[]): HostKeyView {
  const trusted = keys.find((key) => key.state === 'trusted');
  if (trusted === undefined) {
    const pending = keys.findLast((key) => key.state === 'pending' || key.state === 'changed');
    if (pending === undefined) return { state: 'unseen', alg: null, fingerprint: null, offered: null };
    const { algorithm, fingerprint } = pending;
    return { state: 'pending', alg: algorithm, fingerprint, offered: fingerprint };
  }
  const decidedAt = trusted.decidedAt ?? trusted.firstSeenAt;
  const changed = keys.findLast((key) => key.state === 'changed' && key.firstSeenAt >= decidedAt);
  return {
    state: changed === undefined ? 'trusted' : 'changed',
    alg: trusted.algorithm,
    fingerprint: trusted.fingerprint,
    offered: changed?.fingerprint ?? null,
  };
}
