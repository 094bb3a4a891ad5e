import {
  checkExpiry,
  checkLayer,
  checkLocks,
  parseScope,
  type SettingProblem,
} from '../../../../../libs/callhome/src/index.js';
import { layerScopeSchema, type Layer, type ProblemError } from '../../../../../libs/contract/src/index.js';
import type { LayerContent } from '../../../../../libs/persistence/src/index.js';
import type { PathParameters } from '../../api/endpoint.js';

/**
 * What the domain finds wrong with the body of a layer, all at once; warnings are no errors. Reasons without a list of
 * locks, as a PATCH may give them, are judged once they are merged.
 */
export function judgeLayerBody(body: unknown, { scope }: PathParameters): ProblemError[] {
  if (!isRecord(body)) return [];
  return [
    ...('settings' in body ? judgeSettings(body.settings) : []),
    ...('locks' in body || 'lockReasons' in body ? judgeRawLocks(body) : []),
    ...judgeExpiry(scope, body.expiresAt),
  ];
}

/** What is wrong with settings. `pointer` is where they stand in the body. */
export function judgeSettings(settings: unknown, pointer = '/settings'): ProblemError[] {
  return errorsAt(checkLayer(settings), pointer);
}

/** What is wrong with the locks of a layer and their reasons. */
export function judgeLocks({ locks, lockReasons, note }: Pick<LayerContent, 'locks' | 'lockReasons' | 'note'>) {
  const isOfReason = ({ code }: SettingProblem) => code === 'reason-without-lock' || code === 'reason-not-a-text';
  const problems = checkLocks(locks, lockReasons, note);
  return [
    ...errorsAt(problems.filter((problem) => !isOfReason(problem)), '/locks'),
    ...errorsAt(problems.filter(isOfReason), '/lockReasons'),
  ]; // prettier-ignore
}

/** What is wrong with the end of an override, as text. A scope that there is not is for others to refuse. */
export function judgeExpiry(scope: unknown, expiresAt: unknown, now = new Date()): ProblemError[] {
  const known = layerScopeSchema.safeParse(scope);
  if (!known.success) return [];
  const problems = checkExpiry(parseScope(known.data).rank, inUtc(expiresAt), now);
  return problems.map(({ code, detail }) => ({ pointer: '/expiresAt', code, detail }));
}

/** What the domain advises against in a layer that it accepts. */
export function warningsOf({ settings, locks, lockReasons, note }: LayerContent): Layer['warnings'] {
  return [...checkLayer(settings), ...checkLocks(locks, lockReasons, note)]
    .filter(({ level }) => level === 'warning')
    .map(({ key, code, detail }) => ({ key, code, detail }));
}

function judgeRawLocks({ locks, lockReasons = {}, note }: Record<string, unknown>): ProblemError[] {
  if (!Array.isArray(locks) || !isRecord(lockReasons)) return [];
  // The contract refuses what is no text; a list of texts is all that the domain needs to judge the rest.
  const texts = locks.filter((lock) => typeof lock === 'string');
  return judgeLocks({
    locks: texts as LayerContent['locks'],
    lockReasons,
    note: typeof note === 'string' ? note : null,
  });
}

// The contract takes any offset from UTC, the domain UTC.
function inUtc(expiresAt: unknown): unknown {
  if (typeof expiresAt !== 'string' || !/[+-]\d{2}:\d{2}$/.test(expiresAt)) return expiresAt;
  const at = new Date(expiresAt);
  return Number.isNaN(at.getTime()) ? expiresAt : at.toISOString();
}

function errorsAt(problems: readonly SettingProblem[], pointer: string): ProblemError[] {
  return problems
    .filter(({ level }) => level === 'error')
    .map(({ key, code, detail }) => ({ pointer: key === '' ? pointer : `${pointer}/${escaped(key)}`, code, detail }));
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
