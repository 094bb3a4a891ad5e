import { adc } from '../../../../libs/netscaler-cli/src/index.js';
import type {
  ApplianceFacts,
  AppliancePlace,
  HostAuthority,
  OpenCredential,
  Reading,
} from '../../../../libs/persistence/src/index.js';
import {
  SshError,
  type CertificateRefusal,
  type Hop,
  type OfferedHostKey,
  type SessionPool,
  type SessionProgress,
  type SshSession,
  type SshTarget,
  type TrustVerdict,
} from '../../../../libs/ssh/src/index.js';
import { SessionMemory } from './session-memory.js';
import { askAuthorities } from './vouched-key.js';

export type OfferedKey = NonNullable<Reading['offeredKey']>;

/** What a connection needs to know of an appliance. */
export interface ConnectTo {
  facts: ApplianceFacts;
  place: AppliancePlace;
  credential: OpenCredential;
  via: readonly Hop[];
  /** Who may vouch for a key that nobody approved; absent: nobody, as where the key could not be recorded. */
  authorities?: readonly HostAuthority[];
}

/** An attempt to connect: what came of it is kept also when the attempt failed. */
export interface Attempt {
  /** Null also on a session that was open already: its key was judged when it was opened. */
  offeredKey: OfferedKey | null;
  /** Why the certificate of that key does not count; absent or null if it was not asked for, has none, or counts. */
  refusal?: CertificateRefusal | null;
  /** The kind of channel that the session came to use. */
  channel?: SshSession['channel'];
  /** Is told how far the connection has come. */
  progress?: (at: SessionProgress) => void;
}

/** Types the appliance's command line into the system shell that some releases of the SVM log in to. */
const ENTER_COMMAND_LINE = 'cli';

/** The one way of this process to talk to appliances: sessions are opened by need, kept, and used again. */
export class ApplianceSessions {
  /** The key each appliance was last let in with: a session under another one is not used again. */
  private readonly letInWith = new Map<string, string>();
  private readonly memories = new WeakMap<SshSession, SessionMemory>();

  constructor(private readonly pool: Pick<SessionPool, 'use' | 'evict'>) {}

  /**
   * Does `work` on a session to an appliance. The offered host key and our verdict are noted in `attempt`, whatever comes
   * of it. A key that nobody approved is trusted if an authority vouches for it; that is found out before any secret is
   * sent, on connections of their own.
   * @throws {SshError} and whatever `work` throws.
   */
  async use<T>(
    to: ConnectTo,
    { attempt, signal }: { attempt: Attempt; signal: AbortSignal },
    work: (session: SshSession, memory: SessionMemory) => Promise<T>,
  ): Promise<T> {
    const { id } = to.facts.appliance;
    const known = this.letInWith.get(id);
    if (known !== undefined && known !== to.place.trustedKey) await this.pool.evict(prefixOf(id));
    let offered: OfferedHostKey | null = null;
    let hasBegun = false;
    const target = targetOf(to, (key) => {
      offered = key;
      return judge(key, to, attempt);
    });
    const begin = (session: SshSession): Promise<T> => {
      hasBegun = true;
      attempt.channel = session.channel;
      this.letInWith.set(id, session.hostKey.fingerprint);
      return work(session, this.memoryOf(session));
    };
    try {
      return await this.pool.use(useOf(to, target, attempt), signal, begin);
    } catch (error) {
      if (hasBegun) throw error;
      const vouched = await vouchedKey(error, { to, attempt, target, offered }, signal);
      if (vouched === null) throw error;
      const trusting = { ...target, trust: (key: OfferedHostKey) => judgeVouched(key, vouched, attempt) };
      return this.pool.use(useOf(to, trusting, attempt), signal, begin);
    }
  }

  /** The pool lends one session object as long as the session lasts, and the memory goes with it. */
  private memoryOf(session: SshSession): SessionMemory {
    const memory = this.memories.get(session) ?? new SessionMemory();
    this.memories.set(session, memory);
    return memory;
  }

  /** Closes what is open to an appliance: the next use logs in anew. */
  forget(applianceId: string): Promise<void> {
    return this.pool.evict(prefixOf(applianceId));
  }
}

/** What every key of an appliance's sessions begins with. */
export function prefixOf(applianceId: string): string {
  return `${applianceId}/`;
}

/** The appliance that a session's key names. */
export function applianceOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function useOf({ facts, place, credential }: ConnectTo, target: SshTarget, attempt: Attempt) {
  const { id, kind, algorithms } = facts.appliance;
  const parts = [credential.id, place.jumpHostId ?? 'direct', algorithms, target.channel];
  return {
    key: `${prefixOf(id)}${place.address}:${place.port}/${parts.join('/')}`,
    site: facts.place.site,
    exclusive: kind === 'sdx-host',
    // Nobody waits long behind one that did not answer last time, even if that was its first miss.
    suspect: facts.observation.misses > 0,
    target,
    progress: attempt.progress,
  };
}

function targetOf({ facts, place, credential, via }: ConnectTo, trust: SshTarget['trust']): SshTarget {
  const { appliance, observation } = facts;
  const isHost = appliance.kind === 'sdx-host';
  const found = isHost ? 'shell' : (observation.channel ?? 'auto');
  return {
    host: place.address,
    port: place.port,
    username: credential.username,
    login: credential.login,
    channel: appliance.channel === 'auto' ? found : appliance.channel,
    ...(isHost ? { enterCommandLine: ENTER_COMMAND_LINE } : { probe: adc.show.nsVersion }),
    algorithms: appliance.algorithms,
    knownKeyType: facts.hostKeys.find((key) => key.state === 'trusted')?.algorithm,
    via,
    trust,
  };
}

/** Trust: the key that is approved; the first key where the policy says so; otherwise nobody's secret is sent. */
function judge(key: OfferedHostKey, { facts, place }: ConnectTo, attempt: Attempt): TrustVerdict {
  const { fingerprint, algorithm } = key;
  const firstContact = facts.hostKeys.length === 0 && facts.appliance.hostKeyPolicy === 'trust-first';
  const isRevoked = facts.hostKeys.some((known) => known.state === 'revoked' && known.fingerprint === fingerprint);
  const verdict = isRevoked
    ? 'revoked'
    : place.trustedKey === null
      ? firstContact
        ? 'first-contact'
        : 'pending'
      : place.trustedKey === fingerprint
        ? 'trusted'
        : 'changed';
  attempt.offeredKey = { fingerprint, algorithm, verdict };
  return VERDICTS[verdict];
}

const VERDICTS = {
  trusted: 'trusted',
  'first-contact': 'trusted',
  pending: 'untrusted',
  revoked: 'untrusted',
  changed: 'changed',
} as const;

interface FailedAttempt {
  to: ConnectTo;
  attempt: Attempt;
  target: SshTarget;
  offered: OfferedHostKey | null;
}

/** The key that an attempt failed over, if an authority vouches for it; null if none does. */
async function vouchedKey(error: unknown, failed: FailedAttempt, signal: AbortSignal): Promise<VouchedKey | null> {
  const { to, attempt, target, offered } = failed;
  const isAboutKey = error instanceof SshError && KEY_CODES.has(error.code);
  if (!isAboutKey || offered === null || to.authorities === undefined) return null;
  const { facts, place, authorities } = to;
  const { authority, refusal } = await askAuthorities({ facts, place, authorities, way: target, offered }, signal);
  attempt.refusal = refusal;
  return authority === null ? null : { authority, key: offered };
}

interface VouchedKey {
  authority: string;
  key: OfferedHostKey;
}

const KEY_CODES: ReadonlySet<string> = new Set(['HOST_KEY_UNTRUSTED', 'HOST_KEY_CHANGED']);

/** Exactly the key that was vouched for, and no other that the server may show by now. */
function judgeVouched(offered: OfferedHostKey, { authority, key }: VouchedKey, attempt: Attempt): TrustVerdict {
  if (!offered.blob.equals(key.blob)) return 'changed';
  const { fingerprint, algorithm } = key;
  attempt.offeredKey = { fingerprint, algorithm, verdict: 'certified', authority };
  return 'trusted';
}
