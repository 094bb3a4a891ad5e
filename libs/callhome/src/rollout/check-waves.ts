/** What can be wrong with the waves that a person asks for. Codes are public. */
export const WAVE_PROBLEMS = {
  'not-a-list': 'waves are a list',
  'no-waves': 'a rollout has at least one wave',
  'too-many-waves': 'a rollout has at most 20 waves',
  'not-a-wave': 'a wave has targets or percent, and may have a name',
  'targets-or-percent': 'a wave has either targets or percent, not both',
  'targets-out-of-range': 'the targets of a wave are a whole number from 1',
  'percent-out-of-range': 'percent is a number above 0 and up to 100',
  'name-out-of-range': 'the name of a wave is a text of 1 to 60 characters',
} as const satisfies Record<string, string>;
export type WaveProblemCode = keyof typeof WAVE_PROBLEMS;

/** One thing wrong with the waves. `pointer` is a JSON pointer into the list; empty for the list itself. */
export interface WaveProblem {
  readonly pointer: string;
  readonly code: WaveProblemCode;
  readonly detail: string;
}

const MAX_WAVES = 20;
const NAME_MAX_CHARS = 60;
const MEMBERS: ReadonlySet<string> = new Set(['name', 'targets', 'percent']);

/** Names everything that is wrong with a list of waves at once; what passes is a `WavePlan`. */
export function checkWaves(waves: unknown): readonly WaveProblem[] {
  if (!Array.isArray(waves)) return [problem('', 'not-a-list')];
  if (waves.length === 0) return [problem('', 'no-waves')];
  // Not looked at one by one: a list of any length would be answered by a list as long.
  if (waves.length > MAX_WAVES) return [problem('', 'too-many-waves')];
  return waves.flatMap((wave: unknown, index) => checkWave(wave, `/${index}`));
}

function checkWave(wave: unknown, at: string): WaveProblem[] {
  if (typeof wave !== 'object' || wave === null || Array.isArray(wave)) return [problem(at, 'not-a-wave')];
  const members = new Map(Object.entries(wave).filter(([, value]) => value !== undefined));
  const problems: WaveProblem[] = [];
  const isSized = members.has('targets') || members.has('percent');
  if (!isSized || [...members.keys()].some((key) => !MEMBERS.has(key))) problems.push(problem(at, 'not-a-wave'));
  if (members.has('targets') && members.has('percent')) problems.push(problem(at, 'targets-or-percent'));
  if (members.has('targets') && !isTargets(members.get('targets'))) {
    problems.push(problem(`${at}/targets`, 'targets-out-of-range'));
  }
  if (members.has('percent') && !isPercent(members.get('percent'))) {
    problems.push(problem(`${at}/percent`, 'percent-out-of-range'));
  }
  if (members.has('name') && !isName(members.get('name'))) problems.push(problem(`${at}/name`, 'name-out-of-range'));
  return problems;
}

function isTargets(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

function isPercent(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= 100;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= NAME_MAX_CHARS;
}

function problem(pointer: string, code: WaveProblemCode): WaveProblem {
  return { pointer, code, detail: WAVE_PROBLEMS[code] };
}
