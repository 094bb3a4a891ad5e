import { isDeepStrictEqual } from 'node:util';
import { resolveSettings, SETTING_KEYS, type Layer, type SettingKey } from '../../../../../libs/callhome/src/index.js';
import type { ProblemError } from '../../../../../libs/contract/src/index.js';
import { changedKeys, type LayerContent } from '../../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../../api/api-problem.js';

/** What a layer says now, and what it would say. */
export interface LayerChange {
  before: LayerContent;
  after: LayerContent;
}

/**
 * Refuses values that a broader layer locks, unless an exception was granted. A value that was there before the lock
 * may stay: it is shown as blocked. `over` are the layers over the one that changes.
 * @throws {ApiProblem} key-locked - names each key, which layer locks it, and why.
 */
export function refuseLocked(over: readonly Layer[], { before, after }: LayerChange): void {
  const effective = resolveSettings(over);
  const errors = SETTING_KEYS.flatMap((key) => {
    const { lockedBy, lockReason } = effective[key];
    if (lockedBy === null || !sets(key, { before, after }) || after.exempt.includes(key)) return [];
    const reason = lockReason === null ? '' : `: ${lockReason}`;
    return [{ pointer: `/settings/${key}`, code: 'locked', detail: `${key} is locked by ${lockedBy.scope}${reason}` }];
  });
  if (errors.length > 0) throw refusal('key-locked', errors);
}

/**
 * Refuses to change what a Call Home file owns, save for the keys that it leaves to people.
 * @throws {ApiProblem} managed-by-git
 */
export function refuseManaged({ before, after }: LayerChange): void {
  const { managedBy } = before;
  if (managedBy === null) return;
  const detail = `the file ${managedBy.name} decides this`;
  const wrong = (pointer: string) => ({ pointer, code: 'managed-by-git', detail });
  const errors = [
    ...SETTING_KEYS.filter((key) => isChanged(key, { before, after }) && !managedBy.editable.includes(key)).map((key) =>
      wrong(`/settings/${key}`),
    ),
    ...(before.note === after.note ? [] : [wrong('/note')]),
    ...(isDeepStrictEqual(before.expiresAt, after.expiresAt) ? [] : [wrong('/expiresAt')]),
  ];
  if (errors.length > 0) throw refusal('managed-by-git', errors);
}

function sets(key: SettingKey, { before, after }: LayerChange): boolean {
  const wanted = after.settings[key];
  return wanted !== undefined && !isDeepStrictEqual(wanted, before.settings[key]);
}

function isChanged(key: SettingKey, { before, after }: LayerChange): boolean {
  return changedKeys(before, after).includes(key) || before.lockReasons[key] !== after.lockReasons[key];
}

function refusal(code: 'key-locked' | 'managed-by-git', errors: ProblemError[]): ApiProblem {
  return new ApiProblem(code, { detail: errors.map(({ detail }) => detail).join('; '), errors });
}
