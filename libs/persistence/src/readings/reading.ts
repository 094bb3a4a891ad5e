import type { BootReading, ConditionCode, Finding, ObservedCallHome } from '../../../callhome/src/index.js';
import type { Component, Observation } from '../appliances/appliance.table.js';

/** What a sweep learned of one appliance that answered. */
export interface ReadFacts {
  model: string | null;
  serial: string | null;
  release: string | null;
  build: string | null;
  mode: Observation['mode'];
  /** Null if the appliance's start could not be told; the epoch known before then stays. */
  boot: BootReading | null;
  /** Null for an appliance without Call Home of its own (a host), or where it could not be read. */
  callHome: ObservedCallHome | null;
  registration: Observation['registration'];
  totalSslCores: number | null;
  unrecognised: Record<string, string[]>;
  /** Physical parts; empty for anything but a host. */
  components: Omit<Component, 'applianceId' | 'checkedAt'>[];
  findings: Finding[];
}

/** How a sweep of one appliance ended. */
export type ReadingOutcome =
  | { kind: 'read'; facts: ReadFacts }
  | { kind: 'unreachable'; cause: string }
  | { kind: 'login-failed'; cause: string }
  | { kind: 'blocked'; cause: string };

export interface Reading {
  applianceId: string;
  at: Date;
  outcome: ReadingOutcome;
  /** The key that the appliance offered, if the connection came that far. */
  offeredKey: {
    fingerprint: string;
    algorithm: string;
    verdict: 'trusted' | 'first-contact' | 'pending' | 'changed';
  } | null;
  /** Why a first occurrence is not to be uploaded by us now; null to upload it. */
  suppress: string | null;
  /** Conditions that its host reports for it: recorded here, uploaded there. */
  reportedByHost: readonly ConditionCode[];
  /** Seconds until the appliance is to be read again on its own; null leaves its schedule as it is. */
  retryInSeconds: number | null;
}
