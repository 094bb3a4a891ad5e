export { SSH_ERRORS, SshError, type SshErrorCode, type SshErrorDetails } from './errors.js';
export type { SessionProgress } from './dial/open-options.js';
export { describeHostKey, type OfferedHostKey, type TrustVerdict } from './host-key.js';
export { askHostCertificate, type CertificateRequest } from './host-trust/ask-host-certificate.js';
export {
  certificateAlgorithmsFor,
  judgeHostCertificate,
  type CertificateQuestion,
  type CertificateRefusal,
  type CertificateVerdict,
  type HostAuthority,
} from './host-trust/host-certificate.js';
export {
  namesHost,
  parseKnownHosts,
  type KnownHosts,
  type KnownHostsEntry,
  type KnownHostsNames,
} from './host-trust/known-hosts.js';
export { HOST_KEY_TYPES } from './host-trust/public-key.js';
export { readPublicKeyLine } from './host-trust/public-key-line.js';
export { openSession } from './open-session.js';
export { DEFAULT_POOL_LIMITS, type PoolLimits } from './pool/pool-limits.js';
export { SessionPool } from './pool/session-pool.js';
export type { ClaimSession, PoolCounts, SessionUse } from './pool/session-use.js';
export { Secret } from './secret.js';
export type { CommandOptions, FetchOptions, FileFacts, RemoteFile, SshSession } from './ssh-session.js';
export {
  DEFAULT_LIMITS,
  type Hop,
  type JumpHop,
  type SocksHop,
  type SshAlgorithms,
  type SshLimits,
  type SshLogin,
  type SshTarget,
} from './ssh-target.js';
