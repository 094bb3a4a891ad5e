export { SSH_ERRORS, SshError, type SshErrorCode, type SshErrorDetails } from './errors.js';
export { describeHostKey, type OfferedHostKey, type TrustVerdict } from './host-key.js';
export { openSession } from './open-session.js';
export { Secret } from './secret.js';
export { SessionSlots } from './session-slots.js';
export type { CommandOptions, RemoteFile, SshSession } from './ssh-session.js';
export { DEFAULT_LIMITS, type SshLimits, type SshLogin, type SshTarget } from './ssh-target.js';
