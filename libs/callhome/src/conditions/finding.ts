import { CONDITIONS } from './condition-table.js';
import type { ConditionCode } from './condition-table.js';
import type { FindingSource } from './hysteresis.js';
import type { Severity } from './severity.js';

/**
 * What one reading says. `unknown`: the check was tried and could not tell; it neither raises nor clears.
 * `not-applicable`: the reading says that there is nothing to check, as on an instance without SSL chips.
 */
export type FindingState = 'ok' | 'active' | 'unknown' | 'not-applicable';

/** What one reading says of one component. A check that does not apply, or is not supported here, gives no finding. */
export interface Finding {
  readonly code: ConditionCode;
  /** `disk/4`, `logical/VD1`, `repository/3-4`, `hardware/disk`, `chips`, `supply/2`, or the appliance itself. */
  readonly component: string;
  readonly state: FindingState;
  /** Who judged it, which decides how often it must be read to be believed; absent: the appliance or its SVM. */
  readonly source?: FindingSource;
  readonly severity: Severity;
  readonly title: string;
  /** The command that was read and what it said. */
  readonly evidence: { readonly command: string; readonly line: string } | null;
  /** Instances that this can hit: the VM's uuid, or the name where the host lists none. */
  readonly affects: readonly string[];
}

/** A listing that could not be had. `not-supported`: this model or build lacks it, which is no failure. */
export interface Unreadable {
  readonly unreadable: 'not-supported' | 'failed';
  readonly reason: string;
}

/** The component of a finding that names none; an `unknown` of it means that no component could be read. */
export const WHOLE_APPLIANCE = 'appliance';

/**
 * Says whether a finding opens a service request without a person asking: failed hardware does, a warning about it (a
 * drive that is being rebuilt) does not.
 */
export function opensServiceRequest(finding: Pick<Finding, 'code' | 'state' | 'severity'>): boolean {
  const isFailure = finding.severity === 'critical' || finding.severity === 'major';
  return finding.state === 'active' && isFailure && CONDITIONS[finding.code].opensServiceRequest;
}

/**
 * Turns "no component could be read" into one `unknown` finding for every component known from before, so that none of
 * them goes on showing an old reading. Components with a finding of their own keep that one.
 */
export function spreadUnknown(
  findings: readonly Finding[],
  known: readonly Pick<Finding, 'code' | 'component'>[],
): readonly Finding[] {
  return findings.flatMap((finding) => {
    if (finding.state !== 'unknown' || finding.component !== WHOLE_APPLIANCE) return [finding];
    const unread = known.filter(
      ({ code, component }) =>
        code === finding.code && !findings.some((each) => each.code === code && each.component === component),
    );
    return unread.length === 0 ? [finding] : unread.map(({ component }) => ({ ...finding, component }));
  });
}

const WORST_FIRST: readonly Severity[] = ['critical', 'major', 'warning', 'none'];
const STATES_WORST_FIRST: readonly FindingState[] = ['active', 'unknown', 'ok', 'not-applicable'];

/** Keeps one finding per condition and component: the worst, and of equals the first. */
export function worstPerComponent(findings: readonly Finding[]): readonly Finding[] {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.component}`;
    const other = worst.get(key);
    if (other === undefined || badness(finding) < badness(other)) worst.set(key, finding);
  }
  return [...worst.values()];
}

function badness({ state, severity }: Finding): number {
  return STATES_WORST_FIRST.indexOf(state) * WORST_FIRST.length + WORST_FIRST.indexOf(severity);
}
