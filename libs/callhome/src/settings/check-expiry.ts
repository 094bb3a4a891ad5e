import type { LayerRank } from './layer.js';
import { settingProblem } from './setting-problem.js';
import type { SettingProblem } from './setting-problem.js';

/** A day, which begins at midnight UTC, or an instant in UTC. */
const ISO = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z)?$/;

/**
 * Judges when a layer is to expire: null or undefined is never, which is right for every layer. Only the settings of one
 * appliance can expire, and only in the future. Problems are at the key `expiresAt`.
 */
export function checkExpiry(rank: LayerRank, expiresAt: unknown, now: Date): readonly SettingProblem[] {
  if (expiresAt === null || expiresAt === undefined) return [];
  const problems: SettingProblem[] = [];
  if (rank !== 'instance') problems.push(settingProblem('expiresAt', 'expiry-not-here'));
  const at = instantOf(expiresAt);
  if (at === null) problems.push(settingProblem('expiresAt', 'expiry-not-a-time'));
  else if (at <= now.getTime()) problems.push(settingProblem('expiresAt', 'expiry-past'));
  return problems;
}

function instantOf(value: unknown): number | null {
  const [text, day] = typeof value === 'string' ? (ISO.exec(value) ?? []) : [];
  if (text === undefined || day === undefined) return null;
  const at = Date.parse(text);
  const isOnTheCalendar = !Number.isNaN(at) && new Date(Date.parse(day)).toISOString().startsWith(day);
  return isOnTheCalendar ? at : null;
}
