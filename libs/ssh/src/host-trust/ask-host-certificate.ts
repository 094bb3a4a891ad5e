import { Connection } from '../connection.js';
import { JumpHosts } from '../dial/jump-hosts.js';
import { reach } from '../dial/reach.js';
import { DEFAULT_LIMITS, type SshLimits, type SshTarget } from '../ssh-target.js';
import { fetchHostCertificate } from './fetch-host-certificate.js';

export interface CertificateRequest {
  /** Certificate types to ask for, most wanted first; see `certificateAlgorithmsFor`. */
  readonly algorithms: readonly string[];
  readonly limits?: SshLimits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Goes the way to a server and asks it for its host certificate, without a name or a secret for that server. Hops on the
 * way are logged in to as for a session.
 * @returns the certificate in wire format; null if the server has none of these types.
 * @throws {SshError} every code of a connection; see `fetchHostCertificate` for those of the talk itself.
 */
export async function askHostCertificate(
  target: Pick<SshTarget, 'host' | 'port' | 'via'>,
  { algorithms, limits = DEFAULT_LIMITS, signal = new AbortController().signal }: CertificateRequest,
): Promise<Buffer | null> {
  const { host, port, via = [] } = target;
  const jumps = new JumpHosts(Connection.open, { idleMs: 0, refusedMs: 0 });
  const stream = await reach({ host, port }, { via, limits, jumps, signal });
  return fetchHostCertificate(stream, { algorithms, timeoutMs: limits.connectTimeoutMs, signal });
}
