import type { Appliance } from '../../../../libs/contract/src/index.js';
import type { HostKey } from '../../../../libs/persistence/src/index.js';

type HostKeyView = Appliance['hostKey'];

/**
 * How the host key of an appliance stands. `fingerprint` is the trusted key or, before there is one, the last that was
 * offered or taken out of trust; `offered` is the key that waits for a decision. A key offered after the trusted one was
 * decided on blocks the appliance.
 */
export function hostKeyView(keys: readonly HostKey[]): HostKeyView {
  const trusted = keys.find((key) => key.state === 'trusted');
  if (trusted !== undefined) return trustedView(trusted, keys);
  const pending = latest(keys.filter((key) => key.state === 'pending' || key.state === 'changed'));
  if (pending !== undefined) return { ...shown('pending', pending), offered: pending.fingerprint };
  const revoked = latest(keys.filter(wasInUse));
  if (revoked === undefined) return { state: 'unseen', alg: null, fingerprint: null, offered: null };
  return { ...shown('revoked', revoked), offered: wasOfferedSince(revoked) ? revoked.fingerprint : null };
}

function trustedView(trusted: HostKey, keys: readonly HostKey[]): HostKeyView {
  const decidedAt = trusted.decidedAt ?? trusted.firstSeenAt;
  const changed = latest(keys.filter((key) => key.state === 'changed' && key.lastSeenAt >= decidedAt));
  return {
    ...shown(changed === undefined ? 'trusted' : 'changed', trusted),
    offered: changed?.fingerprint ?? null,
  };
}

const shown = (state: HostKeyView['state'], { algorithm, fingerprint }: HostKey) => ({
  state,
  alg: algorithm,
  fingerprint,
});

// A key that a file revoked, and that the appliance never had, says nothing about how the appliance stands.
const wasInUse = (key: HostKey): boolean =>
  key.state === 'revoked' &&
  (key.decidedAt !== null || wasOfferedSince(key) || (key.endedAt !== null && key.firstSeenAt < key.endedAt));
const wasOfferedSince = (key: HostKey): boolean => key.endedAt !== null && key.lastSeenAt > key.endedAt;

function latest(keys: readonly HostKey[]): HostKey | undefined {
  return keys.toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())[0];
}
