import type { SessionProgress } from '../dial/open-options.js';
import type { SshLimits, SshTarget } from '../ssh-target.js';

export interface SessionUse {
  /**
   * Names the appliance, and everything that makes a session one that can be used again: address, port, version of the
   * credential, host key, way. It begins with the appliance's id and a separator, so that `evict` finds all of it.
   */
  readonly key: string;
  /** Null for an appliance that counts towards no site. */
  readonly site: string | null;
  /** One login at a time across all processes: the claim is held while the session is open. */
  readonly exclusive: boolean;
  /** Did not answer last time. Suspects together get at most half of the dials and half of the sessions. */
  readonly suspect: boolean;
  readonly target: SshTarget;
  /** Told how far a session that has to be opened has come; not called where one is open. */
  readonly progress?: ((at: SessionProgress) => void) | undefined;
  /** `sessionTimeoutMs` bounds one use here: from being admitted to the end of its work, rest between uses left out. */
  readonly limits?: SshLimits | undefined;
}

/**
 * Waits until no other process has a session of this key, and returns how to let go. Called for exclusive uses only,
 * and not for one key twice at a time.
 */
export type ClaimSession = (key: string) => Promise<() => Promise<void>>;

export interface PoolCounts {
  /** Sessions that are logged in, at work or idle. */
  readonly open: number;
  readonly idle: number;
  /** Logging in or at work. */
  readonly inUse: number;
  readonly dialling: number;
  /** Uses waiting for a dial or for a session; those behind another use of their key are not counted. */
  readonly waiting: number;
  /** Since the start: uses that found a session open, and sessions that were opened. */
  readonly reused: number;
  readonly opened: number;
}
