import {
  DEFAULT_LIMITS,
  openSession,
  type OfferedHostKey,
  type SshSession,
  type TrustVerdict,
} from '../../../../libs/ssh/src/index.js';
import type {
  ApplianceFacts,
  AppliancePlace,
  OpenCredential,
  Reading,
} from '../../../../libs/persistence/src/index.js';

export type OfferedKey = NonNullable<Reading['offeredKey']>;

/** What a connection needs to know of an appliance. */
export interface ConnectTo {
  facts: ApplianceFacts;
  place: AppliancePlace;
  credential: OpenCredential;
}

/** An attempt to connect: the key that was offered is kept also when the attempt failed. */
export interface Attempt {
  offeredKey: OfferedKey | null;
}

/**
 * Opens a session: an SVM talks to people only, so it gets a terminal; everything else runs commands one by one.
 * The offered host key and our verdict are noted in `attempt`, whatever comes of it.
 * @throws {SshError}
 */
export function connect(to: ConnectTo, attempt: Attempt, signal: AbortSignal): Promise<SshSession> {
  const { facts, place, credential } = to;
  return openSession(
    {
      host: place.address,
      port: place.port,
      username: credential.username,
      login: credential.login,
      channel: facts.appliance.kind === 'sdx-host' ? 'shell' : 'exec',
      trust: (key) => judge(key, to, attempt),
    },
    DEFAULT_LIMITS,
    signal,
  );
}

/** Trust: the key a person approved; the first key where the policy says so; otherwise nobody's secret is sent. */
function judge(key: OfferedHostKey, { facts, place }: ConnectTo, attempt: Attempt): TrustVerdict {
  const { fingerprint, algorithm } = key;
  const firstContact = facts.hostKeys.length === 0 && facts.appliance.hostKeyPolicy === 'trust-first';
  const verdict =
    place.trustedKey === null
      ? firstContact
        ? 'first-contact'
        : 'pending'
      : place.trustedKey === fingerprint
        ? 'trusted'
        : 'changed';
  attempt.offeredKey = { fingerprint, algorithm, verdict };
  return ({ trusted: 'trusted', 'first-contact': 'trusted', pending: 'untrusted', changed: 'changed' } as const)[
    verdict
  ];
}
