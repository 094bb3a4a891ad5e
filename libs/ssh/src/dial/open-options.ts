import type { JumpHosts } from './jump-hosts.js';

/** How far a session has come. `found` is what there is to show: an address, a fingerprint, a kind of channel. */
export interface SessionProgress {
  readonly at: 'address' | 'connected' | 'key' | 'login' | 'channel';
  readonly found: string | null;
}

/** Who else has a say in one session. */
export interface OpenOptions {
  /** Ends the session at any time: with CANCELLED, or with the signal's reason where that is an SshError. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Awaited between the connect and the key exchange, outside of every deadline. What it resolves to is called once,
   * when that connection ends. `auto` may need a second login and then asks again.
   */
  readonly admit?: (() => Promise<() => void>) | undefined;
  /** Called whenever the server has answered something. */
  readonly answered?: (() => void) | undefined;
  /** Called for each stage of a session of its own, in order; an address that needs no lookup is not told. */
  readonly progress?: ((at: SessionProgress) => void) | undefined;
  /** Connections to jump hosts to share; without it a session has its own. */
  readonly jumps?: JumpHosts | undefined;
}
