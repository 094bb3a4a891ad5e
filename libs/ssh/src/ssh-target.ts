import type { OfferedHostKey, TrustVerdict } from './host-key.js';
import type { Secret } from './secret.js';

export type SshLogin =
  | { readonly kind: 'password'; readonly password: Secret }
  | { readonly kind: 'key'; readonly privateKey: Secret; readonly passphrase?: Secret };

/**
 * Which algorithms are offered. `modern`: nothing that rests on SHA-1, CBC or DSA. `legacy`: the same, and after it
 * what builds before 2015 need; an operator's decision for one server, because it can be listened to one day.
 */
export type SshAlgorithms = 'modern' | 'legacy';

/** An SSH server that opens connections for us (direct-tcpip, RFC 4254 §7.2). */
export interface JumpHop {
  readonly kind: 'jump';
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly login: SshLogin;
  /** Judges the hop's own key, under the same promise as `SshTarget.trust`. */
  readonly trust: (key: OfferedHostKey) => TrustVerdict;
  readonly algorithms: SshAlgorithms;
}

/** A SOCKS proxy (RFC 1928, 1929). It resolves names itself; its password travels as clear text. */
export interface SocksHop {
  readonly kind: 'socks5';
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: Secret;
}

export type Hop = JumpHop | SocksHop;

/** Whom to talk to, as whom, and how far to believe the answer. */
export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly login: SshLogin;
  /**
   * `exec`: a channel for each command. `shell`: one terminal kept open, for servers that only talk to people.
   * `auto`: `exec` where `probe` is answered on it, `shell` where not; remember `SshSession.channel` for the next time.
   */
  readonly channel: 'auto' | 'exec' | 'shell';
  /** Harmless command with an answer, run on `exec` to choose the channel for `auto`; without one `auto` is `shell`. */
  readonly probe?: string;
  /** Typed when a terminal opens in an operating system shell (a prompt ending in `#`); without it the shell is used. */
  readonly enterCommandLine?: string;
  /**
   * Judges the offered key before any secret leaves, and again when keys are renegotiated. The key is proved only
   * when `openSession` resolves: record a first contact then, not in here.
   */
  readonly trust: (key: OfferedHostKey) => TrustVerdict;
  readonly algorithms: SshAlgorithms;
  /** Type of the key known for this server (`ssh-ed25519`, `ssh-rsa`, ...): it is asked for first. */
  readonly knownKeyType?: string | undefined;
  /** The way, from us to the server; absent or empty when it is reached directly. Names are looked up by the hop before. */
  readonly via?: readonly Hop[] | undefined;
}

export interface SshLimits {
  /** Name lookup, TCP and key exchange together; each hop of a way has as much for itself. */
  readonly connectTimeoutMs: number;
  /** From the end of the key exchange to the accepted login. */
  readonly authTimeoutMs: number;
  /** One command, the first prompt of a shell, one file operation, or one silent stretch of a file transfer. */
  readonly commandTimeoutMs: number;
  /** Output of one command, both streams together. A fetched file is not bound by it. */
  readonly maxOutputBytes: number;
  /** Lines one command may print, both streams together. */
  readonly maxOutputLines: number;
  /** Silence after which the server is asked for a sign of life; three unanswered questions end the session. 0: never. */
  readonly keepaliveMs: number;
  /** The whole session, from the call that opens it to its end; null when only its parts are bound. */
  readonly sessionTimeoutMs: number | null;
}

export const DEFAULT_LIMITS: SshLimits = {
  connectTimeoutMs: 15_000,
  authTimeoutMs: 15_000,
  commandTimeoutMs: 60_000,
  maxOutputBytes: 8 * 1024 * 1024,
  maxOutputLines: 200_000,
  keepaliveMs: 30_000,
  sessionTimeoutMs: null,
};
