import type { OfferedHostKey, TrustVerdict } from './host-key.js';
import type { Secret } from './secret.js';

export type SshLogin =
  | { readonly kind: 'password'; readonly password: Secret }
  | { readonly kind: 'key'; readonly privateKey: Secret; readonly passphrase?: Secret };

/** Whom to talk to, as whom, and how far to believe the answer. */
export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly login: SshLogin;
  /** `exec`: a channel for each command. `shell`: one terminal kept open, for servers that only talk to people. */
  readonly channel: 'exec' | 'shell';
  /**
   * Judges the offered key before any secret leaves, and again when keys are renegotiated. The key is proved only
   * when `openSession` resolves: record a first contact then, not in here.
   */
  readonly trust: (key: OfferedHostKey) => TrustVerdict;
}

export interface SshLimits {
  /** Name lookup, TCP and key exchange together. */
  readonly connectTimeoutMs: number;
  /** From the end of the key exchange to the accepted login. */
  readonly authTimeoutMs: number;
  /** One command, the first prompt of a shell, one file operation, or one silent stretch of a file transfer. */
  readonly commandTimeoutMs: number;
  /** Output of one command, both streams together. A fetched file is not bound by it. */
  readonly maxOutputBytes: number;
}

export const DEFAULT_LIMITS: SshLimits = {
  connectTimeoutMs: 15_000,
  authTimeoutMs: 15_000,
  commandTimeoutMs: 60_000,
  maxOutputBytes: 8 * 1024 * 1024,
};
