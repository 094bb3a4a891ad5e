import type {
  BootReading,
  ConditionCode,
  Finding,
  ObservedCallHome,
  RegistrationEvent,
} from '../../../callhome/src/index.js';
import type { FactsRead, MachineIdentity } from '../../../fleet/src/index.js';
import type { Component, Observation } from '../appliances/appliance.table.js';
import type { AnswersRead } from '../inventory-history/raw-answer.js';

/** What a sweep learned of one appliance that answered. */
export interface ReadFacts {
  model: string | null;
  serial: string | null;
  /** The mark of the machine beside its serial. Absent or null: not printed. */
  hostId?: string | null;
  release: string | null;
  build: string | null;
  mode: Observation['mode'];
  /** Null if the appliance's start could not be told; the epoch known before then stays. */
  boot: BootReading | null;
  /** Null for an appliance without Call Home of its own (a host), or where it could not be read. */
  callHome: ObservedCallHome | null;
  /** What the appliance says of its registration; null: it was not asked, so that what is known stays. */
  registration: RegistrationEvent | null;
  totalSslCores: number | null;
  unrecognised: Record<string, string[]>;
  /** The login worked, and a command of every reading was refused for want of rights. Absent: none was. */
  lacksRights?: boolean;
  /** Physical parts; empty for anything but a host. */
  components: Omit<Component, 'applianceId' | 'checkedAt' | 'stateSince'>[];
  /** Kinds of parts whose listing could be read: of these a part that is not named is missing. Absent: none. */
  listedKinds?: Component['kind'][];
  /** Facts kept with their time. Absent: none were read. */
  details?: FactsRead;
  /** Answers that were not understood, and what was asked. Absent: nothing is kept, nothing forgotten. */
  answers?: AnswersRead;
  findings: Finding[];
}

/** How a sweep of one appliance ended. */
export type ReadingOutcome =
  | { kind: 'read'; facts: ReadFacts }
  | { kind: 'unreachable'; cause: string }
  | { kind: 'login-failed'; cause: string }
  /** `offeredIdentity`: the marks of another machine than the known one, where that is the cause; null: not readable. */
  | { kind: 'blocked'; cause: string; offeredIdentity?: MachineIdentity | null };

export interface Reading {
  applianceId: string;
  at: Date;
  outcome: ReadingOutcome;
  /** The key that the appliance offered, if the connection came that far. */
  offeredKey: {
    fingerprint: string;
    algorithm: string;
    verdict: 'trusted' | 'first-contact' | 'certified' | 'pending' | 'changed' | 'revoked';
    /** Name of the authority that vouches for the key, where the verdict is `certified`. */
    authority?: string;
  } | null;
  /** The kind of channel that the session used; null if it came to none. */
  channel: Observation['channel'];
  /** Why a first occurrence is not to be uploaded by us now; null to upload it. */
  suppress: 'call-home-off' | 'sent-by-instance' | null;
  /** Conditions that its host reports for it: recorded here, uploaded there. */
  reportedByHost: readonly ConditionCode[];
  /** Seconds until the appliance is to be read again on its own; null leaves its schedule as it is. */
  retryInSeconds: number | null;
}
