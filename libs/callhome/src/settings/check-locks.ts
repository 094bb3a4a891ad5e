import { isSettingKey } from './setting.js';
import { settingProblem } from './setting-problem.js';
import type { SettingProblem } from './setting-problem.js';

/** As long as a note. */
const REASON_MAX_CHARS = 500;

/**
 * Judges the locks of a layer and their reasons, and names everything that is wrong at once. `note` is the layer's: it is
 * the reason of every lock that has none of its own; a lock with neither is only warned of.
 */
export function checkLocks(locks: unknown, lockReasons: unknown = {}, note: unknown = null): readonly SettingProblem[] {
  if (!isListOfTexts(locks) || !isRecord(lockReasons)) return [settingProblem('', 'not-a-lock-list')];
  const reasons = Object.entries(lockReasons).filter(([, reason]) => reason !== undefined);
  const isExplained = typeof note === 'string' && note.trim() !== '';
  return [
    ...locks.flatMap((key, i) => {
      if (!isSettingKey(key)) return [settingProblem(key, 'unknown-key')];
      if (locks.indexOf(key) !== i) return [settingProblem(key, 'locked-twice')];
      const hasReason = isExplained || reasons.some(([of]) => of === key);
      return hasReason ? [] : [settingProblem(key, 'lock-without-reason')];
    }),
    ...reasons.flatMap(([key, reason]) => {
      if (!isSettingKey(key)) return [settingProblem(key, 'unknown-key')];
      if (!locks.includes(key)) return [settingProblem(key, 'reason-without-lock')];
      return isReason(reason) ? [] : [settingProblem(key, 'reason-not-a-text')];
    }),
  ];
}

function isReason(reason: unknown): boolean {
  return typeof reason === 'string' && reason.trim() !== '' && reason.length <= REASON_MAX_CHARS;
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
