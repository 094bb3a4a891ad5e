import { checkLocks, checkWaves, SETTING_KEYS } from '../../../../libs/callhome/src/index.js';
import { callHomeFileSchema, type CallHomeFile, type ProblemError } from '../../../../libs/contract/src/index.js';
import { judgeSettings } from '../settings/layers/judge-layer.js';
import { didYouMean } from './did-you-mean.js';
import { pointerOf, shapeProblems } from './shape-problems.js';
import { wavesOf } from './rollout-block.js';
import { readYaml, type YamlText } from './yaml-text.js';

/** A Call Home file as far as it can be judged without knowing the fleet. */
export interface FileRead {
  /** Null where anything is wrong with it. */
  readonly file: CallHomeFile | null;
  /** What its text says, right or wrong. */
  readonly raw: unknown;
  readonly problems: readonly ProblemError[];
  readonly text: YamlText;
}

/** The places in a file where scopes are named. */
export const NAMED_PLACES = ['sites', 'groups', 'hosts', 'instances'] as const;
export type NamedPlace = (typeof NAMED_PLACES)[number];

/** Reads a Call Home file, YAML or JSON, and names everything that is wrong with it at once, each with its line. */
export function readFile(source: string): FileRead {
  const text = readYaml(source);
  if (text.problems.length > 0) return { file: null, raw: undefined, problems: text.problems, text };
  const raw = text.value;
  const problems = [...shapeProblems(raw), ...valueProblems(raw)];
  const file = problems.length > 0 ? null : callHomeFileSchema.parse(raw);
  return { file, raw, problems: withLines(problems, text), text };
}

/** Says of each problem on which line of the text it is. */
export function withLines(problems: readonly ProblemError[], text: YamlText): ProblemError[] {
  return problems.map((problem) => {
    const line = text.lineOf(problem.pointer);
    return line === undefined ? problem : { ...problem, line };
  });
}

/** What a file gives under `scopes` to each thing, with where that stands; whatever it is. */
export function entriesOf(
  raw: unknown,
): { place: 'fleet' | NamedPlace; name: string; pointer: string; entry: unknown }[] {
  const scopes = isRecord(raw) && isRecord(raw.scopes) ? raw.scopes : {};
  const fleet =
    scopes.fleet === undefined
      ? []
      : [{ place: 'fleet' as const, name: '', pointer: '/scopes/fleet', entry: scopes.fleet }];
  const others = NAMED_PLACES.flatMap((place) => {
    const named = scopes[place];
    return !isRecord(named)
      ? []
      : Object.entries(named).map(([name, entry]) => ({
          place,
          name,
          pointer: pointerOf(['scopes', place, name]),
          entry,
        }));
  });
  return [...fleet, ...others];
}

function valueProblems(raw: unknown): ProblemError[] {
  if (!isRecord(raw)) return [];
  const waves = isRecord(raw.rollout) ? raw.rollout.waves : undefined;
  return [
    ...('defaults' in raw ? fileSettingsProblems(raw.defaults, '/defaults') : []),
    ...entriesOf(raw).flatMap(({ entry, pointer }) => entryProblems(entry, pointer)),
    ...(waves === undefined
      ? []
      : checkWaves(wavesOf(waves)).map(({ code, detail, pointer }) => ({
          code,
          detail,
          pointer: `/rollout/waves${pointer}`,
        }))),
  ];
}

function entryProblems(entry: unknown, pointer: string): ProblemError[] {
  if (!isRecord(entry)) return [];
  const { settings, lock = [], lockReasons = {}, note, reason } = entry;
  const both = note !== undefined && reason !== undefined;
  return [
    ...(settings === undefined ? [] : fileSettingsProblems(settings, `${pointer}/settings`)),
    ...lockProblems({ lock, lockReasons, pointer }),
    ...(both
      ? [{ pointer: `${pointer}/reason`, code: 'note-and-reason', detail: 'note and reason are the same; give one' }]
      : []),
  ];
}

function lockProblems({
  lock,
  lockReasons,
  pointer,
}: {
  lock: unknown;
  lockReasons: unknown;
  pointer: string;
}): ProblemError[] {
  if (!Array.isArray(lock) || !isRecord(lockReasons)) return [];
  const texts = lock.map(String);
  return checkLocks(texts, lockReasons, 'a note').flatMap(({ key, code, detail, level }) => {
    if (level === 'warning') return [];
    const index = code === 'locked-twice' ? texts.lastIndexOf(key) : texts.indexOf(key);
    const where = index >= 0 && !Object.hasOwn(lockReasons, key) ? `/lock/${index}` : pointerOf(['lockReasons', key]);
    return [{ pointer: `${pointer}${where}`, code, detail: suggested({ code, detail, key }) }];
  });
}

function fileSettingsProblems(settings: unknown, pointer: string): ProblemError[] {
  if (!isRecord(settings)) return [];
  const given = Object.entries(settings);
  const empty = given.filter(([, value]) => value === null);
  const rest = given
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, value === 'default' ? null : value]);
  return [
    ...empty.map(([key]) => ({
      pointer: `${pointer}${pointerOf([key])}`,
      code: 'empty-value',
      detail: 'there is no value; write default for the device default, or leave the key out to inherit',
    })),
    ...judgeSettings(Object.fromEntries(rest), pointer).map((problem) => {
      const key = problem.pointer
        .slice(pointer.length + 1)
        .replaceAll('~1', '/')
        .replaceAll('~0', '~');
      return { ...problem, detail: suggested({ code: problem.code, detail: problem.detail, key }) };
    }),
  ];
}

function suggested({ code, detail, key }: { code: string; detail: string; key: string }): string {
  if (code !== 'unknown-key') return detail;
  return `${detail}${key === '<<' ? '; YAML 1.2 knows no merge keys, name the keys' : didYouMean(key, SETTING_KEYS)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
