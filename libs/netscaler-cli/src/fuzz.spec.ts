import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { cleanOutput } from './device-lines.js';
import { TranscriptError } from './errors.js';
import * as frontDoor from './index.js';

type Parser = (output: string) => unknown;

/** Change it to look elsewhere; a failure prints it with the number of the input. */
const SEED = 20_241_123;
const INPUTS_IN_ALL = 100_000;
const PATIENCE_MS = 20_000;

const SOURCES = dirname(fileURLToPath(import.meta.url));
const FILES = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
const PARSERS = Object.entries(frontDoor).flatMap(([name, value]): [string, Parser][] =>
  name.startsWith('parse') && typeof value === 'function' ? [[name, value as Parser]] : [],
);
const TRANSCRIPTS = FILES.filter((file) => file.endsWith('.txt'));
const textOf = (file: string): string => readFileSync(join(SOURCES, file), 'utf8');
const ALL_TEXTS = TRANSCRIPTS.map(textOf);
const ALL_LINES = [...new Set(ALL_TEXTS.flatMap((text) => text.split('\n')))];

function ownTexts(name: string): string[] {
  const file = FILES.find((path) => path.endsWith('.ts') && fileName(path) === name.toLowerCase()) ?? '';
  return TRANSCRIPTS.filter((path) => dirname(path) === join(dirname(file), 'transcripts')).map(textOf);
}

function fileName(path: string): string {
  return (path.split('/').at(-1) ?? '').replace('.ts', '').replaceAll('-', '');
}

/** Random numbers that are the same in every run (mulberry32). */
class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }
}

const ALPHABET = [
  ...'aZ09 :=()[]>#*-_/.,;|"\\\t\r\n',
  '\u0000',
  '\u0008',
  '\u001b',
  '\u001b[1m',
  '\ufffd',
  'é',
  '💥',
  '\u2028',
];
const SPLINTERS = [
  '\t',
  '   ',
  '\r',
  '\r\n',
  '\u0000',
  '\u0008',
  '\u001b[31m',
  '\u001b]0;',
  '\ufffd',
  ':',
  '1)',
  '*',
  '"',
  'ERROR: ',
  '--More--',
  'constructor: x\n',
  '__proto__: x\n',
  'toString  1\n',
];
const ABSURD = ['9'.repeat(400), '-1', '0x10', '1e309', 'NaN', '99999999999999999999', '4294967296', '0.0.0.0', '::'];

const randomText = (dice: Dice): string => Array.from({ length: dice.below(200) }, () => dice.pick(ALPHABET)).join('');

function lineSoup(dice: Dice, ownLines: readonly string[]): string {
  return Array.from({ length: dice.below(20) }, () => dice.pick(dice.below(2) === 0 ? ownLines : ALL_LINES)).join('\n');
}

const MUTATIONS: readonly ((text: string, dice: Dice) => string)[] = [
  (text, dice) => text.slice(0, dice.below(text.length + 1)),
  (text, dice) => text.slice(dice.below(text.length + 1)),
  (text, dice) => {
    const lines = text.split('\n');
    lines.splice(dice.below(lines.length + 1), 0, dice.pick(lines));
    return lines.join('\n');
  },
  (text, dice) => {
    const lines = text.split('\n');
    const [from, to] = [dice.below(lines.length), dice.below(lines.length)];
    [lines[from], lines[to]] = [lines[to] ?? '', lines[from] ?? ''];
    return lines.join('\n');
  },
  (text, dice) => {
    const other = dice.pick(ALL_TEXTS);
    return text.slice(0, dice.below(text.length + 1)) + other.slice(dice.below(other.length + 1));
  },
  (text, dice) => {
    const bytes = Buffer.from(text);
    for (let flips = dice.below(8); flips > 0 && bytes.length > 0; flips -= 1) {
      const at = dice.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
    }
    return bytes.toString('utf8');
  },
  (text, dice) => {
    const at = dice.below(text.length + 1);
    return text.slice(0, at) + dice.pick(SPLINTERS) + text.slice(at);
  },
  (text, dice) => text.replace(/\d+/g, (digits) => (dice.below(6) === 0 ? dice.pick(ABSURD) : digits)),
];

function mutant(dice: Dice, own: readonly string[]): string {
  let text = dice.pick(own);
  for (let rounds = 1 + dice.below(3); rounds > 0; rounds -= 1) text = dice.pick(MUTATIONS)(text, dice);
  return text;
}

interface Own {
  readonly texts: readonly string[];
  readonly lines: readonly string[];
}

function inputFor(dice: Dice, own: Own): string {
  const die = dice.below(10);
  if (die === 0) return randomText(dice);
  return die < 4 ? lineSoup(dice, own.lines) : mutant(dice, own.texts);
}

/** Words of ours that stand for printed ones; everything else in a result must have been printed. */
const OUR_WORDS = new Set(
  [
    'standard advanced premium gateway local express pooled central unknown primary secondary enabled disabled',
    'not-applicable never compact-flash hard-disk power-supply ssl-card warm-restart memory rate-limit other',
    'ok failed degraded rebuilding missing hardware software sensor supply fan temperature voltage disk',
    'emailAddress heartbeatIntervalDays mode proxy ssl-core acu hypervisor svm instance',
  ].flatMap((words) => words.split(' ')),
);

/** Case and spacing may be made even (`SUCCESSFUL` of `Successful`), and lines may be joined; nothing else. */
const even = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

function leavesOf(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** What a result holds that its input does not, or a number that is none; null when there is no such thing. */
function invention(result: unknown, input: string): string | number | null {
  let printed: string | null = null;
  for (const leaf of leavesOf(result)) {
    if (typeof leaf === 'number') {
      if (!Number.isFinite(leaf)) return leaf;
      continue;
    }
    printed ??= printedIn(input);
    const wasPrinted = printed;
    const isPrinted = (text: string): boolean => OUR_WORDS.has(text) || wasPrinted.includes(even(text));
    // A place is put together from two attributes: `enclosure,slot`.
    const unprinted = leaf.split('\n').find((line) => !isPrinted(line) && !line.split(',').every(isPrinted));
    if (unprinted !== undefined) return unprinted;
  }
  return null;
}

/** The text of an input as it stands, and with the line feeds that CPX prints as two characters. */
function printedIn(input: string): string {
  const cleaned = cleanOutput(input);
  return `${even(cleaned)}\n${even(cleaned.replaceAll(String.raw`\n`, '\n'))}`;
}

/** The parser's answer, or null when it threw its own error. */
function answer(parse: Parser, input: string): unknown {
  try {
    return parse(input);
  } catch (error) {
    if (error instanceof TranscriptError) return null;
    throw error;
  }
}

function floodOf(result: unknown): boolean {
  const kept = (result as { unrecognised?: unknown } | null)?.unrecognised;
  return Array.isArray(kept) && (kept.length > 200 || kept.some((line) => String(line).length > 500));
}

describe('every exported parser, fuzzed', () => {
  const inputsEach = Math.ceil(INPUTS_IN_ALL / PARSERS.length);

  it('finds the parsers, each with transcripts', () => {
    expect(PARSERS.length).toBeGreaterThan(30);
    expect(PARSERS.filter(([name]) => ownTexts(name).length === 0).map(([name]) => name)).toEqual([]);
  });

  it.each(PARSERS)(`%s answers or throws its own error, and never says what was not printed`, (name, parse) => {
    const texts = ownTexts(name);
    const own = { texts, lines: texts.flatMap((text) => text.split('\n')) };
    let failure = null;
    for (let number = 0; number < inputsEach && failure === null; number += 1) {
      const input = inputFor(new Dice(SEED + number), own);
      const complaint = complaintAbout(parse, input);
      if (complaint !== null) failure = { seed: SEED, number, input, complaint };
    }
    expect(failure).toBeNull();
  });
});

function complaintAbout(parse: Parser, input: string): string | null {
  try {
    const result = answer(parse, input);
    const invented = invention(result, input);
    if (invented !== null) return `says ${JSON.stringify(invented)}, which was not printed`;
    return floodOf(result) ? 'keeps a flood of unread lines' : null;
  } catch (error) {
    return `throws ${String(error)}`;
  }
}

/** Runs a parser, and ends it when it has not come back in time: even one that is lost inside a pattern. */
function inTime(parse: Parser, input: string): unknown {
  const context = vm.createContext({ run: () => answer(parse, input) });
  return vm.runInContext('run()', context, { timeout: PATIENCE_MS });
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const LONG = 1_000_000;
// A pattern that tries again from every character of these needs 10^12 steps and never comes back.
const LONG_LINES: readonly (readonly [says: string, input: string])[] = [
  ['blanks between two words', `a${' '.repeat(LONG)}b`],
  ['tabs', `a:${'\t'.repeat(LONG)}b`],
  ['digits', '1'.repeat(LONG)],
  ['one letter', 'a'.repeat(LONG)],
  ['row numbers', '1)'.repeat(LONG / 2)],
  ['colons', ':'.repeat(LONG)],
  ['dashes under a heading', `a\n${'- '.repeat(LONG / 2)}`],
  ['banner signs', `${'#'.repeat(LONG)}x`],
  ['quotes', '"'.repeat(LONG)],
  ['openings of terminal codes', '\u001b['.repeat(LONG / 2)],
  ['a terminal code without an end', `\u001b[${'1;'.repeat(LONG / 2)}`],
  ['pagers', '--More--'.repeat(LONG / 8)],
  ['prompts', 'a> '.repeat(LONG / 3)],
  ['5,000 columns over 5,000 rows', `${'a  '.repeat(5_000)}\n${'-- '.repeat(5_000)}\n${'1\n'.repeat(5_000)}`],
];

describe('every exported parser, on adversarial sizes', () => {
  it.each(PARSERS)('%s comes back from lines of a megabyte', (_name, parse) => {
    for (const [says, input] of LONG_LINES) {
      const came = inTime(parse, input);
      expect({ says, came: came !== undefined }).toEqual({ says, came: true });
    }
  });

  it.each(PARSERS)('%s takes four times the work for four times the lines', (name, parse) => {
    const lines = ownTexts(name).flatMap((text) => text.split('\n').filter((line) => line.trim() !== ''));
    const soup = (count: number): string =>
      Array.from(
        { length: count },
        (_, index) => `${lines[index % lines.length] ?? ''}\nLabel ${index}: ${index}`,
      ).join('\n');
    inTime(parse, soup(2_500));
    const [small = 0, , large = 0] = [2_500, 5_000, 10_000].map(soup).map((input) => cpuMs(() => inTime(parse, input)));
    // Twelve, not four, and a quarter of a second to spare: it is there for sixteen and more, not to measure.
    expect({ name, isLinear: large <= 12 * small + 250 }).toEqual({ name, isLinear: true });
  });
});
