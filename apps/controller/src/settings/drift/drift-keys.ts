import {
  adoptionOf,
  PUSHED_KEYS,
  type LayerSet,
  type ObservedCallHome,
  type PushedKey,
  type SettingDrift,
} from '../../../../../libs/callhome/src/index.js';
import type { DriftRow, ProblemError } from '../../../../../libs/contract/src/index.js';
import { ApiProblem } from '../../api/api-problem.js';
import { driftByKey, type DriftFacts } from './drift-state.js';

const AS_SHOWN: ReadonlySet<SettingDrift> = new Set<SettingDrift>(['drifted', 'conflict', 'pending', 'unknown']);
const DIFFERENT: ReadonlySet<SettingDrift> = new Set<SettingDrift>(['drifted', 'conflict', 'pending']);
const BY_OTHERS: ReadonlySet<SettingDrift> = new Set<SettingDrift>(['drifted', 'conflict']);

/** The settings of one appliance that are not as asked for, or cannot be told; none where it was never read. */
export function keysNotAsAsked(facts: DriftFacts): DriftRow['keys'] {
  const { effective, observed } = facts;
  const drift = driftByKey(facts);
  if (drift === null || observed === null) return [];
  return PUSHED_KEYS.filter((key) => AS_SHOWN.has(drift[key])).map((key) => ({
    key,
    drift: drift[key],
    wanted: effective[key].value,
    device: observed[key],
    source: effective[key].source.scope,
  }));
}

/**
 * The keys that accepting or reverting is about: those that are asked for, of which each has to differ, or else all that
 * somebody else has changed.
 * @throws {ApiProblem} validation - a key that does not differ, or is never pushed; illegal-transition - none has
 * drifted, or the appliance was never read.
 */
export function driftedKeys(facts: DriftFacts, asked: readonly string[] | undefined): PushedKey[] {
  const drift = driftByKey(facts);
  if (drift === null) throw nothingToDo('It was never read.', 'Read it first.');
  if (asked === undefined) {
    const keys = PUSHED_KEYS.filter((key) => BY_OTHERS.has(drift[key]));
    if (keys.length > 0) return keys;
    throw nothingToDo(
      'No key has drifted.',
      'Read it again if it was changed just now, or name the keys that are pending.',
    );
  }
  const errors = asked.flatMap((key, index) => {
    const known = PUSHED_KEYS.find((each) => each === key);
    if (known !== undefined && DIFFERENT.has(drift[known])) return [];
    const detail =
      known === undefined
        ? `${key} is the controller's own, an appliance does not show it`
        : `${key} is ${drift[known]}`;
    return [{ pointer: `/keys/${index}`, code: 'not-drifted', detail }];
  });
  if (errors.length > 0) throw new ApiProblem('validation', { errors });
  return PUSHED_KEYS.filter((key) => asked.includes(key));
}

/**
 * What the own layer of an appliance has to set so that what it shows is what is asked for.
 * @throws {ApiProblem} validation - names each key of which the reading is nothing that a layer could say.
 */
export function adoptedSet(keys: readonly PushedKey[], observed: ObservedCallHome): LayerSet {
  const errors: ProblemError[] = [];
  const set: Record<string, unknown> = {};
  for (const key of keys) {
    const adoption = adoptionOf(key, observed);
    if (adoption.adopted) set[key] = adoption.value;
    else errors.push({ pointer: `/keys/${key}`, code: adoption.code, detail: `${key}: ${adoption.detail}` });
  }
  if (errors.length > 0) throw new ApiProblem('validation', { errors });
  return set;
}

function nothingToDo(detail: string, help: string): ApiProblem {
  return new ApiProblem('illegal-transition', { detail, help, allowed: ['read'] });
}
