import { EntitySchema } from 'typeorm';
import type {
  ApplianceKind,
  CredentialState,
  DeploymentMode,
  KnownFacts,
  ReachabilityState,
} from '../../../fleet/src/index.js';
import type { ObservedCallHome, RegistrationState, SwitchReading } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** What an operator said of an appliance and what identifies an instance on its host. `version` is its ETag. */
export interface Appliance {
  id: string;
  kind: ApplianceKind;
  name: string;
  /** For an instance: the address that the SVM reports. */
  address: string;
  port: number;
  /** Set by an operator where the SVM's view cannot be reached, as behind NAT; wins over address and port. */
  addressOverride: string | null;
  portOverride: number | null;
  hostId: string | null;
  vmUuid: string | null;
  credentialId: string | null;
  /** For a host: the login of its instances; null means the host's own login. */
  instanceCredentialId: string | null;
  instancePort: number;
  hostKeyPolicy: 'approve' | 'trust-first' | 'pinned';
  /** Null: the host's for an instance, none for anything else. */
  jumpHostId: string | null;
  /** `legacy` only where somebody chose it for this appliance. */
  algorithms: 'modern' | 'legacy';
  channel: 'auto' | 'exec' | 'shell';
  site: string | null;
  groups: string[];
  /** Orders a host before its instances. */
  sortKey: string;
  /** Next sweep on its own; null for an instance that is swept with its host. */
  sweepDueAt: Date | null;
  createdAt: Date;
  retiredAt: Date | null;
  version: number;
}

/** What an appliance last said of itself, and when. Written only by what has just read it. */
export interface Observation {
  applianceId: string;
  reachability: ReachabilityState;
  /** Tries in a row without an answer, counted up to those that make it unreachable. */
  misses: number;
  /** Why the last try came to nothing, from the first one on; null: it did not. */
  cause: string | null;
  /** When it last answered, or last did not. */
  reachabilityAt: Date | null;
  credentialState: CredentialState;
  /** Logins refused in a row, counted up to those that suspend the credential. */
  authFailures: number;
  model: string | null;
  serial: string | null;
  release: string | null;
  build: string | null;
  mode: DeploymentMode;
  /** The mark of the machine itself, not the id of the SDX host that it runs on. */
  hostId: string | null;
  /** Marks of another machine that answered at this address; nothing else of it is recorded. */
  offeredSerial: string | null;
  offeredHostId: string | null;
  /** Since when another machine answers, so that all work waits; null while it is the known one. */
  identityChangedAt: Date | null;
  bootEpochId: string | null;
  /** How long it had run when that was last read: both in milliseconds; null: never read. */
  lastUptime: { ms: number; readAtMs: number } | null;
  /** The highest total of SSL cores this host has shown; a lower reading means a lost chip. */
  baselineSslCores: number | null;
  callHome: ObservedCallHome | null;
  /** The kind of channel that was last found to work; null until then. */
  channel: 'exec' | 'shell' | null;
  registration: RegistrationState;
  callHomeAt: Date | null;
  /** Lines no pattern knew, by command. */
  unrecognised: Record<string, string[]>;
  /** What nobody filters by, each fact with the time it was read. */
  facts: KnownFacts;
  /** Every address that its deployment ties it to: what partners are found by. */
  relatedAddresses: string[];
  firstSeenAt: Date | null;
  seenAt: Date | null;
  /** When a host's list stopped naming this instance; null while it exists. */
  goneAt: Date | null;
  /** Somebody switched Call Home off on the appliance itself; no later reading forgets it. */
  chosenOff: boolean;
  /** What it last showed of its switch and release, where the newest reading did not tell both; null: that one did. */
  lastSwitch: SwitchReading | null;
}

export interface HostKey {
  applianceId: string;
  fingerprint: string;
  algorithm: string;
  state: 'pending' | 'trusted' | 'changed' | 'replaced' | 'revoked';
  firstSeenAt: Date;
  /** When it was last offered without being trusted; of a trusted key, when it was offered before that. */
  lastSeenAt: Date;
  /** Who or what made it trusted, and when: a person, a policy, or `ca:` and the name of an authority. */
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Who or what took it out of trust, and when. */
  endedBy: string | null;
  endedAt: Date | null;
  /** What was given as the reason for the last of these decisions. */
  reason: string | null;
}

/** A physical part of a host as last read. */
export interface Component {
  applianceId: string;
  component: string;
  kind: 'drive' | 'logical-drive' | 'storage-repository' | 'ssl-chips' | 'power-supply' | 'fan' | 'temperature';
  /** `missing`: its listing named it before and does not now. */
  state: 'ok' | 'failed' | 'unknown' | 'not-applicable' | 'missing';
  text: string;
  affects: string[];
  checkedAt: Date;
  /** When it was first seen in this state. */
  stateSince: Date;
}

/** One run of an appliance; its start lies between the two instants. */
export interface BootEpoch {
  id: string;
  applianceId: string;
  earliestAt: Date;
  latestAt: Date;
  firstSeenAt: Date;
}

export const ApplianceTable = new EntitySchema<Appliance>({
  name: 'appliance',
  columns: {
    id: column.key,
    kind: column.text,
    name: column.text,
    address: column.text,
    port: column.integer,
    addressOverride: column.textOrNull,
    portOverride: column.integerOrNull,
    hostId: column.textOrNull,
    vmUuid: column.textOrNull,
    credentialId: column.textOrNull,
    instanceCredentialId: column.textOrNull,
    instancePort: column.integerDefault(22),
    hostKeyPolicy: column.textDefault('approve'),
    jumpHostId: column.textOrNull,
    algorithms: column.textDefault('modern'),
    channel: column.textDefault('auto'),
    site: column.textOrNull,
    groups: column.textListEmpty,
    sortKey: { type: 'text', collation: 'C' },
    sweepDueAt: column.instantOrNull,
    createdAt: column.createdNow,
    retiredAt: column.instantOrNull,
    version: column.integerDefault(1),
  },
});

export const ObservationTable = new EntitySchema<Observation>({
  name: 'observation',
  columns: {
    applianceId: column.key,
    reachability: column.textDefault('unknown'),
    misses: column.count,
    cause: column.textOrNull,
    reachabilityAt: column.instantOrNull,
    credentialState: column.textDefault('untested'),
    authFailures: column.count,
    model: column.textOrNull,
    serial: column.textOrNull,
    release: column.textOrNull,
    build: column.textOrNull,
    mode: column.textDefault('unknown'),
    hostId: column.textOrNull,
    offeredSerial: column.textOrNull,
    offeredHostId: column.textOrNull,
    identityChangedAt: column.instantOrNull,
    bootEpochId: column.textOrNull,
    lastUptime: column.jsonOrNull,
    baselineSslCores: column.integerOrNull,
    callHome: column.jsonOrNull,
    channel: column.textOrNull,
    registration: column.textDefault('unknown'),
    callHomeAt: column.instantOrNull,
    unrecognised: { type: 'jsonb', default: {} },
    facts: { type: 'jsonb', default: {} },
    relatedAddresses: column.textListEmpty,
    firstSeenAt: column.instantOrNull,
    seenAt: column.instantOrNull,
    goneAt: column.instantOrNull,
    chosenOff: column.flag,
    lastSwitch: column.jsonOrNull,
  },
});

export const HostKeyTable = new EntitySchema<HostKey>({
  name: 'host_key',
  columns: {
    applianceId: column.key,
    fingerprint: column.key,
    algorithm: column.text,
    state: column.text,
    firstSeenAt: column.createdNow,
    lastSeenAt: column.createdNow,
    decidedBy: column.textOrNull,
    decidedAt: column.instantOrNull,
    endedBy: column.textOrNull,
    endedAt: column.instantOrNull,
    reason: column.textOrNull,
  },
});

export const ComponentTable = new EntitySchema<Component>({
  name: 'component',
  columns: {
    applianceId: column.key,
    component: column.key,
    kind: column.text,
    state: column.text,
    text: column.text,
    affects: column.textListEmpty,
    checkedAt: column.instant,
    stateSince: column.createdNow,
  },
});

export const BootEpochTable = new EntitySchema<BootEpoch>({
  name: 'boot_epoch',
  columns: {
    id: column.key,
    applianceId: column.text,
    earliestAt: column.instant,
    latestAt: column.instant,
    firstSeenAt: column.createdNow,
  },
});
