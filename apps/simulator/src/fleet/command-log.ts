import type { Appliance } from './appliance.js';

/** One thing a client asked of an appliance. */
export interface LoggedCommand {
  /** Counts from 1 and never repeats. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly appliance: string;
  readonly kind: Appliance['kind'];
  readonly channel: 'exec' | 'shell' | 'sftp';
  readonly command: string;
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

interface Entry extends Omit<LoggedCommand, 'at'> {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A quick look that spares most commands the search for secrets. */
const MAY_HAVE_SECRET = /pass|auth|proxy|communi|secret|key/i;
const LONGEST_KEPT = 2000;
/** Entries before the oldest one are cut off when there are so many of them. */
const MOST_FORGOTTEN = 4096;

/** The last commands all appliances received, without the secrets in them; the oldest fall out. */
export class CommandLog {
  private entries: Entry[] = [];
  /** Position of the oldest entry that counts. */
  private oldest = 0;
  private seq = 0;
  private characters = 0;

  /**
   * @param capacity how many entries are kept
   * @param mostCharacters how long their commands may be in all, so that long ones cannot fill the memory either
   */
  constructor(
    private readonly capacity = 200_000,
    private readonly mostCharacters = 16_000_000,
  ) {}

  /** Notes a command at the time it arrives. */
  add(appliance: Appliance, channel: LoggedCommand['channel'], command: string): void {
    this.seq += 1;
    const kept = withoutSecrets(command);
    const { name, kind } = appliance;
    this.entries.push({ seq: this.seq, at: Date.now(), appliance: name, kind, channel, command: kept });
    this.characters += kept.length;
    while (this.entries.length - this.oldest > this.capacity || this.characters > this.mostCharacters) {
      this.characters -= this.entries[this.oldest]?.command.length ?? 0;
      this.oldest += 1;
    }
    if (this.oldest >= MOST_FORGOTTEN) {
      this.entries = this.entries.slice(this.oldest);
      this.oldest = 0;
    }
  }

  /** Entries in the order they came. */
  list({ appliance, since }: CommandFilter): LoggedCommand[] {
    return this.entries
      .slice(this.oldest)
      .filter((entry) => entry.seq > since && (appliance === null || entry.appliance === appliance))
      .map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
  }

  /** Forgets all entries; numbering goes on. */
  clear(): void {
    this.entries = [];
    this.oldest = 0;
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
