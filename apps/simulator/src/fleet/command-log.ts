import type { Appliance } from './appliance.js';
import { Sequence } from './sequence.js';

/** What became of a command: carried out, or refused with an error. */
export type CommandOutcome = 'done' | 'refused';

/** Where a command came from. */
export interface CommandOrigin {
  /** `control` is the control interface, in the name of somebody else. */
  readonly channel: 'exec' | 'shell' | 'sftp' | 'control';
  /** Number of the login; it never repeats. */
  readonly session: number;
  /** The account of the login, or the name given for somebody else. */
  readonly user: string;
}

/** One thing that was asked of an appliance. */
export interface LoggedCommand extends CommandOrigin {
  /** Counts from 1 and never repeats. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly appliance: string;
  readonly kind: Appliance['kind'];
  readonly command: string;
  /** `null` while it runs, for good when the connection was gone before it was run, and always for files. */
  readonly outcome: CommandOutcome | null;
}

/** Which entries to give back. */
export interface CommandFilter {
  readonly appliance: string | null;
  /** Only entries with a higher `seq`. */
  readonly since: number;
}

/** Words whose following value is a secret on an appliance's command line. */
const SECRET_FLAGS =
  /((?:^|\s)-(?:password|authToken|proxy|communityName|passcrypt|sharedSecret|key)\s+)("[^"]*"?|\S+)/gi;
const SECRET_KEYS = /(\b(?:password|community|passphrase)=)("[^"]*"?|\S+)/gi;

interface Entry extends Omit<LoggedCommand, 'at' | 'outcome'> {
  /** Epoch milliseconds. */
  readonly at: number;
  outcome: CommandOutcome | null;
}

/** A quick look that spares most commands the search for secrets. */
const MAY_HAVE_SECRET = /pass|auth|proxy|communi|secret|key/i;
const LONGEST_KEPT = 2000;

/** The last commands all appliances received, without the secrets in them; the oldest fall out. */
export class CommandLog {
  private entries = new Sequence<Entry>();
  /** The same entries by the name of their appliance, so that one of many is read in no time. */
  private readonly byAppliance = new Map<string, Sequence<Entry>>();
  private seq = 0;
  private sessions = 0;
  private characters = 0;

  /**
   * @param capacity how many entries are kept
   * @param mostCharacters how long their commands may be in all, so that long ones cannot fill the memory either
   */
  constructor(
    private readonly capacity = 200_000,
    private readonly mostCharacters = 16_000_000,
  ) {}

  /** Number of the next login. */
  nextSession(): number {
    this.sessions += 1;
    return this.sessions;
  }

  /** Notes a command at the time it arrives; what it gives notes what became of it. */
  add(appliance: Appliance, origin: CommandOrigin, command: string): (outcome: CommandOutcome) => void {
    this.seq += 1;
    const kept = withoutSecrets(command);
    const { name, kind } = appliance;
    const { channel, session, user } = origin;
    const [seq, at] = [this.seq, Date.now()];
    const entry: Entry = { seq, at, appliance: name, kind, channel, session, user, command: kept, outcome: null };
    this.entries.push(entry);
    const own = this.byAppliance.get(name) ?? new Sequence<Entry>();
    own.push(entry);
    this.byAppliance.set(name, own);
    this.characters += kept.length;
    while (this.entries.length > this.capacity || this.characters > this.mostCharacters) this.forgetOldest();
    return (outcome) => (entry.outcome = outcome);
  }

  private forgetOldest(): void {
    const oldest = this.entries.shift();
    if (oldest === undefined) return;
    this.characters -= oldest.command.length;
    const own = this.byAppliance.get(oldest.appliance);
    own?.shift();
    if (own?.length === 0) this.byAppliance.delete(oldest.appliance);
  }

  /** Entries in the order they came. */
  list({ appliance, since }: CommandFilter): LoggedCommand[] {
    const entries = appliance === null ? this.entries : this.byAppliance.get(appliance);
    return (entries?.after(since) ?? []).map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
  }

  /** Forgets all entries; numbering goes on. */
  clear(): void {
    this.entries = new Sequence();
    this.byAppliance.clear();
    this.characters = 0;
  }
}

/** The command with each secret value replaced, cut at 2000 characters. */
export function withoutSecrets(command: string): string {
  const bare = MAY_HAVE_SECRET.test(command)
    ? command.replace(SECRET_FLAGS, '$1[secret]').replace(SECRET_KEYS, '$1[secret]')
    : command;
  // A part of a string keeps the whole one alive, unless it is copied.
  return bare.length > LONGEST_KEPT ? Buffer.from(bare.slice(0, LONGEST_KEPT)).toString() : bare;
}
