import { nextRegistrationState, type ObservedCallHome, type RegistrationEvent } from '../../../callhome/src/index.js';
import {
  judgeCredential,
  judgeReachability,
  mergeFacts,
  relatedAddresses,
  type CredentialEvent,
  type ReachabilityEvent,
} from '../../../fleet/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
import { IDENTITY_CHANGED, identityAfterBlock, identityAfterReading } from '../host-trust/withhold-readings.js';
import type { ReadFacts, Reading } from './reading.js';
import { switchAfter } from './upgrade-rule.js';
import { isSame } from './what-changed.js';

/** An upgrade may have changed what kind of channel works: after these it is found out anew. */
const CHANNEL_IN_DOUBT: ReadonlySet<string> = new Set(['channel-refused', 'command-timeout']);

/** What is known of an appliance after a reading; its states move by their tables only. */
export function observe(row: Observation, reading: Reading, epochId: string | null): Observation {
  const { outcome, at } = reading;
  switch (outcome.kind) {
    case 'read':
      return {
        ...row,
        ...learned(row, outcome.facts, at),
        ...reached(row, 'answered', at),
        ...loggedIn(row, outcome.facts.lacksRights === true ? 'command-refused' : 'accepted'),
        cause: null,
        channel: reading.channel ?? row.channel,
        bootEpochId: epochId,
        lastUptime: uptimeAfter(row, outcome.facts),
      };
    case 'unreachable':
      return {
        ...row,
        ...reached(row, 'missed', at),
        // From the first miss on: who looks before the third is told why nothing new was read.
        cause: outcome.cause,
        channel: CHANNEL_IN_DOUBT.has(outcome.cause) ? null : row.channel,
      };
    case 'blocked': {
      // Whoever offered a key, or let us in, did answer. A jump host that is in the way says nothing of what is behind it.
      const hasAnswered = reading.offeredKey !== null || outcome.cause === IDENTITY_CHANGED;
      return {
        ...row,
        ...identityAfterBlock(row, reading),
        ...(hasAnswered && reached(row, 'answered', at)),
        cause: outcome.cause,
      };
    }
    case 'login-failed':
      return { ...row, ...reached(row, 'answered', at), ...loggedIn(row, 'refused'), cause: outcome.cause };
  }
}

function uptimeAfter({ lastUptime }: Observation, { boot }: ReadFacts): Observation['lastUptime'] {
  if (boot?.readAtMs === undefined || boot.uptimeMs === undefined) return lastUptime;
  return { ms: boot.uptimeMs, readAtMs: boot.readAtMs };
}

type ObservedAfterPush = Pick<Observation, 'callHome' | 'callHomeAt' | 'registration' | 'lastSwitch'>;

/** What becomes of an observation after a rollout changed the settings and read them back. */
export function observePushed(row: Observation, callHome: ObservedCallHome, at: Date): ObservedAfterPush {
  const event = eventOfPush(row.callHome, callHome);
  return {
    callHome,
    callHomeAt: at,
    registration: event === null ? row.registration : registrationAfter(row, event),
    lastSwitch: switchAfter(row, callHome),
  };
}

function reached({ reachability, misses }: Observation, event: ReachabilityEvent, at: Date): Partial<Observation> {
  const after = judgeReachability({ state: reachability, misses }, event);
  return { reachability: after.state, misses: after.misses, reachabilityAt: at };
}

function loggedIn({ credentialState, authFailures }: Observation, event: CredentialEvent): Partial<Observation> {
  const after = judgeCredential({ state: credentialState, failures: authFailures }, event);
  return after === null ? {} : { credentialState: after.state, authFailures: after.failures };
}

function registrationAfter({ registration }: Observation, event: RegistrationEvent): Observation['registration'] {
  return nextRegistrationState(registration, event) ?? registration;
}

/** Null: nothing that an appliance registers with became another. */
function eventOfPush(before: ObservedCallHome | null, now: ObservedCallHome): RegistrationEvent | null {
  if (now.enabled === false) return 'disabled';
  if (before === null || now.enabled === null) return null;
  if (before.enabled === false) return 'enabled';
  return WAYS_TO_REGISTER.every((key) => isSame(before[key], now[key])) ? null : 'config-changed';
}

const WAYS_TO_REGISTER = ['emailAddress', 'mode', 'proxy'] as const satisfies (keyof ObservedCallHome)[];

function learned(row: Observation, facts: ReadFacts, at: Date): Partial<Observation> {
  const known = mergeFacts(row.facts, facts.details ?? {}, at);
  return {
    model: facts.model ?? row.model,
    ...identityAfterReading(row, facts),
    release: facts.release ?? row.release,
    build: facts.build ?? row.build,
    mode: facts.mode === 'unknown' ? row.mode : facts.mode,
    facts: known,
    relatedAddresses: relatedAddresses(known.deployment?.value ?? null),
    firstSeenAt: row.firstSeenAt ?? at,
    baselineSslCores:
      facts.totalSslCores === null ? row.baselineSslCores : Math.max(facts.totalSslCores, row.baselineSslCores ?? 0),
    callHome: facts.callHome ?? row.callHome,
    registration: facts.registration === null ? row.registration : registrationAfter(row, facts.registration),
    callHomeAt: facts.callHome === null ? row.callHomeAt : at,
    lastSwitch: switchAfter(row, facts.callHome),
    unrecognised: facts.unrecognised,
    seenAt: at,
    goneAt: null,
  };
}
