import type { Platform } from '../../../fleet/src/index.js';
import type { Severity } from './severity.js';

/** The seven error conditions of Call Home (Call Home FAQ). */
export const CONDITION_CODES = [
  'compact-flash-error',
  'hard-disk-error',
  'power-supply-failure',
  'ssl-card-failure',
  'warm-restart',
  'memory-anomaly',
  'rate-limit-drop',
] as const;
export type ConditionCode = (typeof CONDITION_CODES)[number];

/**
 * Where a condition is looked at. `instance`: by the appliance itself; `host`: through the SVM; `correlated`: by the
 * instance, and one incident with its host's finding; `not-applicable`: never checked, no command is sent for it.
 */
export type ConditionCheck = 'instance' | 'host' | 'correlated' | 'not-applicable';

/** Why a condition cannot be checked on a platform, in the words that people read after "not applicable:". */
export const INAPPLICABLE_REASONS = {
  'instance-has-no-psu-access': 'no access to the power supply',
  'platform-has-no-psu': 'a virtual appliance has no power supply',
  'platform-has-no-ssl-card': 'a virtual appliance has no SSL card',
  'host-lists-no-compact-flash': 'the host lists no compact flash',
  'only-instances-tell': 'only the instances can tell, not their host',
} as const;
export type InapplicableReason = keyof typeof INAPPLICABLE_REASONS;

/** One condition on one platform: how it is checked, or why it is not. */
export type PlatformCheck =
  | { readonly check: Exclude<ConditionCheck, 'not-applicable'> }
  | { readonly check: 'not-applicable'; readonly reason: InapplicableReason };

/** All that is fixed about a condition. */
export interface ConditionFacts {
  readonly title: string;
  /** True: hardware whose failure opens a service request without a person asking (Call Home FAQ, "critical hardware"). */
  readonly opensServiceRequest: boolean;
  /** How bad it is when an instance, MPX or VPX reports it. A host's findings are graded one by one. */
  readonly severity: Exclude<Severity, 'none'>;
  readonly on: Readonly<Record<Platform, PlatformCheck>>;
}

const INSTANCE: PlatformCheck = { check: 'instance' };
const HOST: PlatformCheck = { check: 'host' };
const NO_PSU_ACCESS: PlatformCheck = { check: 'not-applicable', reason: 'instance-has-no-psu-access' };
const NO_PSU: PlatformCheck = { check: 'not-applicable', reason: 'platform-has-no-psu' };
const NO_SSL_CARD: PlatformCheck = { check: 'not-applicable', reason: 'platform-has-no-ssl-card' };
const NO_FLASH: PlatformCheck = { check: 'not-applicable', reason: 'host-lists-no-compact-flash' };
const INSTANCES_TELL: PlatformCheck = { check: 'not-applicable', reason: 'only-instances-tell' };

/**
 * Every condition and where it applies. Sources: Call Home FAQ (the conditions; on SDX the disks and the assigned SSL
 * chips; no power supply status on instances). Power supplies of a host, read from the SVM, are an addition of ours.
 */
// prettier-ignore
export const CONDITIONS: Readonly<Record<ConditionCode, ConditionFacts>> = {
  'compact-flash-error': {
    title: 'Compact flash error', opensServiceRequest: true, severity: 'critical',
    on: { mpx: INSTANCE, vpx: INSTANCE, 'vpx-on-sdx': INSTANCE, 'sdx-host': NO_FLASH },
  },
  'hard-disk-error': {
    title: 'Hard disk error', opensServiceRequest: true, severity: 'critical',
    on: { mpx: INSTANCE, vpx: INSTANCE, 'vpx-on-sdx': INSTANCE, 'sdx-host': HOST },
  },
  'power-supply-failure': {
    title: 'Power supply failure', opensServiceRequest: true, severity: 'critical',
    on: { mpx: INSTANCE, vpx: NO_PSU, 'vpx-on-sdx': NO_PSU_ACCESS, 'sdx-host': HOST },
  },
  'ssl-card-failure': {
    title: 'SSL card failure', opensServiceRequest: true, severity: 'critical',
    on: { mpx: INSTANCE, vpx: NO_SSL_CARD, 'vpx-on-sdx': { check: 'correlated' }, 'sdx-host': HOST },
  },
  'warm-restart': {
    title: 'Warm restart', opensServiceRequest: false, severity: 'warning',
    on: { mpx: INSTANCE, vpx: INSTANCE, 'vpx-on-sdx': INSTANCE, 'sdx-host': INSTANCES_TELL },
  },
  'memory-anomaly': {
    title: 'Memory anomaly', opensServiceRequest: false, severity: 'warning',
    on: { mpx: INSTANCE, vpx: INSTANCE, 'vpx-on-sdx': INSTANCE, 'sdx-host': INSTANCES_TELL },
  },
  'rate-limit-drop': {
    title: 'Rate limit drops', opensServiceRequest: false, severity: 'warning',
    on: { mpx: INSTANCE, vpx: INSTANCE, 'vpx-on-sdx': INSTANCE, 'sdx-host': INSTANCES_TELL },
  },
};

/** Says whether a condition can be checked on a platform at all. False: no command is sent and no signal is read. */
export function conditionApplies(code: ConditionCode, platform: Platform): boolean {
  return CONDITIONS[code].on[platform].check !== 'not-applicable';
}

/** How a condition is checked on a platform; `reason` and `sentence` are null where it applies. */
export interface Applicability {
  readonly applies: boolean;
  readonly check: ConditionCheck;
  readonly reason: InapplicableReason | null;
  readonly sentence: string | null;
}

/** Says how a condition is checked on a platform or, where it is not, why, as a code and in words. */
export function applicability(code: ConditionCode, platform: Platform): Applicability {
  const on = CONDITIONS[code].on[platform];
  if (on.check !== 'not-applicable') return { applies: true, check: on.check, reason: null, sentence: null };
  return { applies: false, check: on.check, reason: on.reason, sentence: INAPPLICABLE_REASONS[on.reason] };
}
