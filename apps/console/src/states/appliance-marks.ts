import type { Appliance, Component, ConditionCode } from '../../../../libs/contract/src/index.js';
import { REGISTRATION_MARKS } from './registration-marks.js';
import type { Mark } from './state-mark.js';

const UNKNOWN: Mark = { icon: 'unknown', word: 'unknown', tone: 'off' };
const ok = (word: string): Mark => ({ icon: 'ok', word, tone: 'ok' });

/** Codes as words: dashes are for machines. */
export const inWords = (code: string): string => code.replaceAll('-', ' ');

export function reachabilityMark({ state, cause }: Appliance['reachability']): Mark {
  if (state === 'maintenance') return { icon: 'paused', word: 'maintenance', tone: 'off' };
  // Before the third miss the state is still the old one, and the cause says that there was one.
  if (state === 'reachable') return ok('reachable');
  if (state === 'slow') return { icon: 'warn', word: 'slow', tone: 'warn' };
  if (state === 'unknown') return { icon: 'not-checked', word: 'not checked', tone: 'off' };
  if (cause === 'host-key-changed' || cause === 'host-key-untrusted')
    return { icon: 'warn', word: 'blocked', tone: 'warn' };
  if (cause === 'auth-failed') return { icon: 'bad', word: 'sign-in refused', tone: 'bad' };
  return { icon: 'unreachable', word: 'unreachable', tone: 'bad' };
}

const HOST_KEYS: Record<Appliance['hostKey']['state'], Mark> = {
  unseen: { icon: 'not-checked', word: 'not seen', tone: 'off' },
  pending: { icon: 'key', word: 'pending', tone: 'warn' },
  trusted: ok('trusted'),
  changed: { icon: 'key-changed', word: 'changed', tone: 'bad' },
  revoked: { icon: 'bad', word: 'revoked', tone: 'bad' },
};
export const hostKeyMark = (hostKey: Appliance['hostKey']): Mark => HOST_KEYS[hostKey.state];

const IDENTITIES: Record<Appliance['identity']['state'], Mark> = {
  unknown: UNKNOWN,
  known: ok('the known one'),
  changed: { icon: 'bad', word: 'another one', tone: 'bad' },
};
export const identityMark = (identity: Appliance['identity']): Mark => IDENTITIES[identity.state];

/** Null when Call Home is not a matter of this appliance: an SDX host is set per instance. */
export function callHomeMark(callHome: Appliance['callHome']): Mark | null {
  if (callHome === null) return null;
  if (callHome.enabled === null) return UNKNOWN;
  if (!callHome.enabled || callHome.registration === 'off') return { icon: 'off', word: 'off', tone: 'off' };
  return REGISTRATION_MARKS[callHome.registration];
}

export type DriftState = NonNullable<Appliance['callHome']>['drift'];
const DRIFTS: Record<DriftState, Mark> = {
  unknown: UNKNOWN,
  'in-sync': ok('in sync'),
  pending: { icon: 'change-pending', word: 'pending', tone: 'run' },
  drifted: { icon: 'drifted', word: 'drifted', tone: 'warn' },
  unsaved: { icon: 'unsaved', word: 'unsaved', tone: 'warn' },
  unmanaged: { icon: 'off', word: 'unmanaged', tone: 'off' },
  'not-applicable': { icon: 'not-applicable', word: 'n/a', tone: 'off' },
  conflict: { icon: 'drifted', word: 'conflict', tone: 'warn' },
};
export const driftMark = (drift: DriftState): Mark => DRIFTS[drift];

const CREDENTIALS: Record<Appliance['credential']['state'], Mark> = {
  missing: { icon: 'warn', word: 'missing', tone: 'warn' },
  untested: { icon: 'not-checked', word: 'not tried', tone: 'off' },
  valid: ok('valid'),
  'auth-failed': { icon: 'bad', word: 'refused', tone: 'bad' },
  suspended: { icon: 'paused', word: 'suspended', tone: 'warn' },
  insufficient: { icon: 'warn', word: 'too few rights', tone: 'warn' },
  expiring: { icon: 'warn', word: 'expires soon', tone: 'warn' },
  expired: { icon: 'bad', word: 'expired', tone: 'bad' },
};
export const credentialMark = (credential: Appliance['credential']): Mark => CREDENTIALS[credential.state];

export const CONDITION_TITLES: Record<ConditionCode, string> = {
  'compact-flash-error': 'Compact flash',
  'hard-disk-error': 'Hard disk',
  'power-supply-failure': 'Power supply',
  'ssl-card-failure': 'SSL card',
  'warm-restart': 'Warm restart',
  'memory-anomaly': 'Memory anomaly',
  'rate-limit-drop': 'Rate-limit drops',
};

/** Event conditions happen, parts fail: the word follows. */
const ACTIVE_WORDS: Partial<Record<ConditionCode, string>> = {
  'warm-restart': 'restarted',
  'memory-anomaly': 'anomaly',
  'rate-limit-drop': 'dropping',
};

type ConditionSummary = Appliance['conditions'][number];

/** "OK", "not checked", "unknown" and "n/a" stay four different words. */
export function conditionMark({ code, state, reason }: ConditionSummary): Mark {
  switch (state) {
    case 'ok':
      return ok('OK');
    case 'cleared':
      return ok('OK, cleared');
    case 'active':
      return { icon: 'bad', word: ACTIVE_WORDS[code] ?? 'failed', tone: 'bad' };
    case 'unknown':
      return UNKNOWN;
    case 'not-checked':
      return { icon: 'not-checked', word: 'not checked', tone: 'off' };
    case 'not-applicable':
      return { icon: 'not-applicable', word: reason === null ? 'n/a' : `n/a: ${reason}`, tone: 'off' };
  }
}

const RANK: Record<ConditionSummary['state'], number> = {
  active: 0,
  unknown: 1,
  'not-checked': 2,
  cleared: 3,
  ok: 4,
  'not-applicable': 5,
};

/** The condition to show where there is room for one; null when none is known. */
export function worstConditionMark(conditions: readonly ConditionSummary[]): Mark | null {
  const [worst] = conditions.toSorted((a, b) => RANK[a.state] - RANK[b.state]);
  if (worst === undefined) return null;
  const active = conditions.filter(({ state }) => state === 'active');
  if (active.length > 1) return { icon: 'bad', word: `${active.length} open`, tone: 'bad' };
  if (worst.state === 'active') {
    const title = CONDITION_TITLES[worst.code].replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
    return { icon: 'bad', word: worst.code in ACTIVE_WORDS ? title : `${title} failed`, tone: 'bad' };
  }
  if (worst.state === 'not-applicable') return { icon: 'not-applicable', word: 'n/a', tone: 'off' };
  return conditionMark(worst);
}

const COMPONENTS: Record<Component['state'], Mark> = {
  ok: ok('OK'),
  failed: { icon: 'bad', word: 'failed', tone: 'bad' },
  unknown: UNKNOWN,
  'not-applicable': { icon: 'not-applicable', word: 'n/a', tone: 'off' },
  missing: { icon: 'warn', word: 'missing', tone: 'warn' },
};
export const componentMark = (component: Component): Mark => COMPONENTS[component.state];
