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

/** The last commands all appliances received, without the secrets in them; the oldest fall out. */
export class CommandLog {
  private entries: LoggedCommand[] = [];
  /** Slot of the oldest entry, once the ring is full. */
  private oldest = 0;
  private seq = 0;

  /** @param capacity how many entries are kept */
  constructor(private readonly capacity = 200_000) {}

  /** Notes a command at the time it arrives. */
  add(appliance: Appliance, channel: LoggedCommand['channel'], command: string): void {
    this.seq += 1;
    const entry: LoggedCommand = {
      seq: this.seq,
      at: new Date().toISOString(),
      appliance: appliance.name,
      kind: appliance.kind,
      channel,
      command: withoutSecrets(command),
    };
    if (this.entries.length < this.capacity) {
      this.entries.push(entry);
      return;
    }
    this.entries[this.oldest] = entry;
    this.oldest = (this.oldest + 1) % this.capacity;
  }

  /** Entries in the order they came. */
  list({ appliance, since }: CommandFilter): LoggedCommand[] {
    const ordered = [...this.entries.slice(this.oldest), ...this.entries.slice(0, this.oldest)];
    return ordered.filter((entry) => entry.seq > since && (appliance === null || entry.appliance === appliance));
  }

  /** Forgets all entries; numbering goes on. */
  clear(): void {
    this.entries = [];
    this.oldest = 0;
  }
}

/** The command with each secret value replaced, cut at 2000 characters. */
export function withoutSecrets(command: string): string {
  return command.replace(SECRET_FLAGS, '$1[secret]').replace(SECRET_KEYS, '$1[secret]').slice(0, 2000);
}
