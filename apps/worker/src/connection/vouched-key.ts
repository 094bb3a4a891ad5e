import {
  askHostCertificate,
  certificateAlgorithmsFor,
  judgeHostCertificate,
  namesHost,
  SshError,
  type CertificateRefusal,
  type OfferedHostKey,
  type SshTarget,
} from '../../../../libs/ssh/src/index.js';
import type { ApplianceFacts, AppliancePlace, HostAuthority } from '../../../../libs/persistence/src/index.js';

/** Whom to ask about a key that nobody has approved, and on whose word it may be trusted. */
export interface KeyQuestion {
  facts: ApplianceFacts;
  place: AppliancePlace;
  authorities: readonly HostAuthority[];
  way: Pick<SshTarget, 'host' | 'port' | 'via'>;
  offered: OfferedHostKey;
}

/** `authority`: who vouches for the key; `refusal`: why its certificate does not count. Both null: it has none. */
export interface Vouching {
  authority: string | null;
  refusal: CertificateRefusal | null;
}

const NOBODY: Vouching = { authority: null, refusal: null };

/**
 * Fetches the certificate of a server that offered an unapproved key, once, and judges it. A pinned key and a revoked
 * one are a person's decision, and no authority changes that. A server that answers nothing useful has no certificate.
 */
export async function askAuthorities(question: KeyQuestion, signal: AbortSignal): Promise<Vouching> {
  const { facts, place, offered, way } = question;
  const authorities = authoritiesFor(question);
  const algorithms = certificateAlgorithmsFor(offered.algorithm);
  const revoked = new Set(facts.hostKeys.filter((key) => key.state === 'revoked').map((key) => key.fingerprint));
  if (authorities.length === 0 || algorithms.length === 0 || revoked.has(offered.fingerprint)) return NOBODY;
  if (facts.appliance.hostKeyPolicy === 'pinned') return NOBODY;
  let certificate: Buffer | null;
  try {
    certificate = await askHostCertificate(way, { algorithms, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SshError)) throw error;
    return NOBODY;
  }
  if (certificate === null) return NOBODY;
  return judgeHostCertificate(certificate, {
    authorities,
    names: [place.address, facts.appliance.name],
    offered,
    nowMs: Date.now(),
    isRevoked: (fingerprint) => revoked.has(fingerprint),
  });
}

/** The authorities for the site and the address of an appliance. */
function authoritiesFor({ facts, place, authorities }: KeyQuestion): { name: string; blob: Buffer }[] {
  return authorities
    .filter(({ site }) => site === null || site === facts.place.site)
    .filter(
      ({ hosts }) => hosts.length === 0 || namesHost({ kind: 'patterns', patterns: hosts }, place.address, place.port),
    )
    .map(({ name, publicKey }) => ({ name, blob: Buffer.from(publicKey, 'base64') }));
}
