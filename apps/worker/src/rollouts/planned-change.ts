import {
  BUILT_IN_LAYER,
  planSettings,
  renderSteps,
  resolveSettings,
  sameValue,
  verifyApplied,
  type AppliedSettings,
  type EffectiveSettings,
  type ObservedCallHome,
  type PushedKey,
  type SettingChange,
  type Settings,
  type Step,
} from '../../../../libs/callhome/src/index.js';
import type { SentCommand, TargetWork } from '../../../../libs/persistence/src/index.js';

type Planned = TargetWork['planned'];
type Sent = readonly Readonly<SentCommand>[];

/** What of a target decides what is still to be done. */
export interface ChangeFacts {
  readonly planned: Planned;
  readonly commands: Sent;
  /** What was read right before the first command; null: none was sent. */
  readonly before: ObservedCallHome | null;
  /** What earlier attempts changed. */
  readonly made: readonly SettingChange[];
  /** A fresh reading. */
  readonly shows: ObservedCallHome;
  readonly applied: AppliedSettings;
}

/** What is to be done on an appliance now. */
interface TodoOfChange {
  /** Planned settings that cannot be read now. */
  readonly unreadable: readonly PushedKey[];
  /** Planned settings that somebody else has changed since the plan was made. */
  readonly conflicts: readonly PushedKey[];
  /** What is missing, without the save. */
  readonly steps: readonly Step[];
}

/** The settings that a plan changes. */
export function keysOf({ changes }: Planned): readonly PushedKey[] {
  return changes.map(({ key }) => key);
}

/** The plan's values as if one layer asked for them, so that plan and read-back are judged by the rules of layers. */
export function wantedBy(planned: Planned): EffectiveSettings {
  const set = { ...Object.fromEntries(planned.changes.map(({ key, to }) => [key, to])), saveConfig: saveRule(planned) };
  const layer = { ...BUILT_IN_LAYER, scope: 'instance:planned', rank: 'instance' } as const;
  return resolveSettings([{ ...layer, set: { ...BUILT_IN_LAYER.set, ...set } }]);
}

/**
 * When a plan saves. What was approved holds: a plan without a save never does, and one with a save does so beside
 * unsaved changes of others only if it was made beside such.
 */
export function saveRule({ steps, observed }: Planned): Settings['saveConfig'] {
  if (!steps.some(({ kind }) => kind === 'save')) return 'never';
  return observed?.unsaved === true ? 'always' : 'when-clean';
}

/**
 * Says what is left of a planned change, from a fresh reading and from the commands that went out. What shows the wanted
 * value is not written again. A value that is neither what the plan saw nor of our making is somebody else's.
 */
export function todoOf(facts: ChangeFacts): TodoOfChange {
  const { planned, shows, applied } = facts;
  const keys = keysOf(planned);
  const wanted = wantedBy(planned);
  const { steps, unknown } = planSettings(wanted, shows, { applied, keys });
  const unreadable = keys.filter((key) => unknown.includes(key));
  const conflicts = planned.changes
    .filter((change) => !unreadable.includes(change.key) && isSomebodyElses(change, facts, wanted))
    .map(({ key }) => key);
  return {
    unreadable,
    conflicts,
    steps: steps.filter(({ kind }) => kind !== 'save' && !(kind === 'clearHeartbeat' && wasCleared(facts))),
  };
}

/**
 * What was really changed. `shows` is what was read after the last command; null where it could not be read, then what
 * was sent counts. Of a setting in conflict the appliance shows what somebody else made of it.
 */
export function madeBy(
  { planned, commands, before }: Pick<ChangeFacts, 'planned' | 'commands' | 'before'>,
  shows: ObservedCallHome | null,
  conflicts: readonly PushedKey[] = [],
): SettingChange[] {
  if (before === null) return [];
  return planned.changes.flatMap(({ key, to, source }) => {
    if (!isTouched(key, commands)) return [];
    const isOurs = shows !== null && !conflicts.includes(key);
    const now = isOurs ? shows[key] : to;
    return isOurs && sameValue(before[key], now) ? [] : [{ key, from: before[key], to: now, source }];
  });
}

/** True if the last save that went out came after the last setting, and is known to be done. */
export function isSaved(commands: Sent, { undoing, unsaved }: { undoing: boolean; unsaved: boolean | null }): boolean {
  const last = commands.filter((one) => one.undoing === undoing).at(-1);
  if (last === undefined || last.key !== null) return false;
  return last.ok ?? unsaved === false;
}

const CLEAR_HEARTBEAT = renderSteps([{ kind: 'clearHeartbeat' }]);

/** What the default of a build is cannot be read off a value, so what was sent decides. */
function wasCleared({ commands, before, shows }: ChangeFacts): boolean {
  const last = commands.filter(({ command, undoing }) => !undoing && CLEAR_HEARTBEAT.includes(command)).at(-1);
  if (last === undefined) return false;
  return last.ok ?? (before !== null && !sameValue(before.heartbeatIntervalDays, shows.heartbeatIntervalDays));
}

function isSomebodyElses(
  { key, from, to }: SettingChange,
  { planned, commands, before, made, shows }: ChangeFacts,
  wanted: EffectiveSettings,
): boolean {
  const isDefaultOfBuild = to === null && key === 'heartbeatIntervalDays';
  if (!isDefaultOfBuild && verifyApplied(wanted, shows, [key]).length === 0) return false;
  const seen = planned.observed;
  const isAsSeen = sameValue(shows[key], seen === null ? from : seen[key]);
  if (isAsSeen && (key !== 'proxy' || seen === null || sameResidue(seen, shows))) return false;
  // From here on it may only be what our own commands made of it, half done or done.
  if (!isTouched(key, commands)) return true;
  if (isDefaultOfBuild || isAsSeen) return false;
  if (before !== null && sameValue(shows[key], before[key])) return false;
  if (made.some((one) => one.key === key && sameValue(shows[key], one.to))) return false;
  return !(key === 'proxy' && shows.proxy === 'none');
}

function isTouched(key: PushedKey, commands: Sent): boolean {
  return commands.some((one) => one.key === key && !one.undoing);
}

function sameResidue(a: ObservedCallHome, b: ObservedCallHome): boolean {
  return (a.proxyResidue ?? []).toSorted().join() === (b.proxyResidue ?? []).toSorted().join();
}
