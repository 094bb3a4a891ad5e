import type { RolloutTargetState } from './target-states.js';

/** States in which a target ended with a cause, in the order in which equal groups are listed. */
const WITH_CAUSE = [
  'failed',
  'unreachable',
  'conflict',
  'rollback-failed',
] as const satisfies readonly RolloutTargetState[];
export type CauseState = (typeof WITH_CAUSE)[number];

/** What of a target decides which group it is in. */
export interface TargetCause {
  readonly state: RolloutTargetState;
  /** A code or a sentence; null if none was noted. */
  readonly cause: string | null;
}

/** Targets that ended in one state for what seems to be one cause. */
export interface CauseGroup<T extends TargetCause> {
  readonly state: CauseState;
  /** The cause without what differs from target to target: `#` stands for a number, an address or an id. */
  readonly cause: string;
  readonly count: number;
  /** In the order in which they were given. */
  readonly targets: readonly T[];
}

const NO_CAUSE = 'no cause noted';

/** Groups the targets that did not get the change, or were not rid of it, by cause; the largest group comes first. */
export function causeGroups<T extends TargetCause>(targets: readonly T[]): readonly CauseGroup<T>[] {
  const groups = new Map<string, { state: CauseState; cause: string; targets: T[] }>();
  for (const target of targets) {
    const state = WITH_CAUSE.find((one) => one === target.state);
    if (state === undefined) continue;
    const cause = normalised(target.cause);
    const key = `${state} ${cause}`;
    const group = groups.get(key);
    if (group) group.targets.push(target);
    else groups.set(key, { state, cause, targets: [target] });
  }
  return [...groups.values()]
    .map((group) => ({ ...group, count: group.targets.length }))
    .toSorted(
      (a, b) =>
        b.count - a.count || WITH_CAUSE.indexOf(a.state) - WITH_CAUSE.indexOf(b.state) || (a.cause < b.cause ? -1 : 1),
    );
}

/** A cause in one word is a code, and its number is part of it: `proxy-407` is not `proxy-502`. */
const CODE = /^[a-z][a-z0-9-]*$/i;

/**
 * What is replaced, first match first: a build is kept, since failures of one build belong together; addresses of
 * either kind, ids such as `app_01J9…`, and numbers go.
 */
const PARTS =
  /(?<build>\b(?:NS)?\d+\.\d+-\d+\.\d+\b|\bNS\d+\.\d+\b|\bbuild \d+(?:\.\d+)*)|\b\d+(?:\.\d+){3}(?::\d+)?\b|\b[0-9a-f]*(?::[0-9a-f]*){2,}\b|\b[a-z]{2,4}_(?=\w*\d)\w+\b|\d+(?:\.\d+)?/gi;

function normalised(cause: string | null): string {
  const text = cause?.trim().replaceAll(/\s+/g, ' ') ?? '';
  if (text === '') return NO_CAUSE;
  if (CODE.test(text)) return text;
  return text.replaceAll(PARTS, (match, build: string | undefined) => (build === undefined ? '#' : match));
}
