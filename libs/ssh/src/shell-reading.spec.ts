import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newTerminalHabits } from './shell-reading.js';
import { VirtualSession, type Piece, type VirtualTerminal } from './virtual-terminal.fake.js';

const say = (text: string, afterMs = 0): Piece => ({ afterMs, text });

/** Logs in and runs every command the terminal knows; null stands for an answer that never ended. */
function talk(terminal: Partial<VirtualTerminal>): {
  answers: (string | null)[];
  typed: string[];
  habits: ReturnType<typeof newTerminalHabits>;
  now: number;
} {
  const habits = newTerminalHabits();
  const whole: VirtualTerminal = { prompt: () => '> ', echo: 'line', cuts: [], answers: {}, ...terminal };
  const session = new VirtualSession(whole, habits);
  if (session.read(null) === null) return { answers: [null], typed: session.typed, habits, now: session.now };
  const answers = Object.keys(whole.answers).map((command) => session.read(command)?.answer ?? null);
  return { answers, typed: session.typed, habits, now: session.now };
}

const two = { 'show one': [say('first\r\n Done\r\n')], 'show two': [say('second\r\n Done\r\n')] };
const twoAnswers = ['first\n Done\n', 'second\n Done\n'];

describe('ShellReading', () => {
  it.each<[string, Partial<VirtualTerminal>]>([
    ['a bare prompt', {}],
    ['a prompt that differs every time', { prompt: (n) => `(${n + 8}) nsroot@ns#1 15:0${n}> ` }],
    ['no echo', { echo: 'none' }],
    ['a terminal driver that echoes by itself', { echo: 'driver' }],
    [
      'a prompt in colour that arrives byte by byte',
      { prompt: () => '\x1b]0;ns\x07\x1b[1;32mns>\x1b[0m \x1b[K', cuts: [1] },
    ],
    ['a prompt with letters outside ASCII, byte by byte', { prompt: () => 'Zürich-Œrlikon> ', cuts: [1] }],
    ['a prompt drawn twice', { prompt: () => '\rns> \rns> ' }],
    [
      'a login notice that pauses at a prompt',
      { greeting: [say('Welcome <nsroot> '), say('to ns\r\n Done\r\n', 700)] },
    ],
    ['a login notice full of hashes', { greeting: [say(`${'#'.repeat(79)}\r\n# text #`), say('\r\n####\r\n', 900)] }],
  ])('reads two answers over %s', (_what, terminal) => {
    expect(talk({ answers: two, ...terminal }).answers).toEqual(twoAnswers);
  });

  it.each<[string, readonly Piece[], string]>([
    ['a line that ends like a prompt', [say('<tag> '), say('text\r\n', 900)], '<tag> text\n'],
    ['a line that ends like another prompt, for long', [say('<tag> '), say('\r\n', 1_100)], '<tag> \n'],
    ['a line that is the prompt', [say('a\r\n> '), say('quoted\r\n', 900)], 'a\n> quoted\n'],
    ['a finished line that is the prompt', [say('a\r\n> '), say('\r\nb\r\n', 900)], 'a\n> \nb\n'],
    ['the prompt, five times', Array.from({ length: 5 }, () => say('\r\n> ', 900)), '\n> \n> \n> \n> \n> '],
    ['the prompt, for a minute', [say('a\r\n> '), say('b\r\n', 60_000)], 'a\n> b\n'],
    ['an unfinished last line', [say('a\r\nno end')], 'a\nno end'],
    ['an unfinished last line that ends like a prompt', [say('a\r\n<tag> ')], 'a\n<tag> '],
    ['silence before the first byte', [say('late\r\n', 30_000)], 'late\n'],
    ['no output', [], ''],
  ])('waits through %s and hands nothing on to the next command', (_what, pieces, answer) => {
    for (const echo of ['line', 'none'] as const) {
      const { answers } = talk({ echo, answers: { 'show odd': pieces, 'show two': two['show two'] } });
      expect(answers).toEqual([answer, 'second\n Done\n']);
    }
  });

  it('learns a prompt that becomes another one', () => {
    const prompt = (n: number): string => (n < 2 ? 'Secondary:> ' : 'Primary:> ');
    expect(talk({ prompt, answers: two }).answers).toEqual(twoAnswers);
  });

  it('takes off a broadcast and its prompt that came between two commands', () => {
    const session = new VirtualSession(
      { prompt: () => '> ', echo: 'line', cuts: [], answers: { a: [say('first\r\n')], b: [say('second\r\n')] } },
      newTerminalHabits(),
    );
    session.read(null);
    expect(session.read('a')?.answer).toBe('first\n');
    session.broadcast('\r\nBroadcast message from root: upgrade at noon\r\n> ');
    expect(session.read('b')?.answer).toBe('second\n');
  });

  it('turns pages, takes the pager out, and types nothing else into it', () => {
    const page = say('one\r\n--More--');
    const rest = [say('\r\x1b[K  two\r\n--More--'), say('\r        \rthree\r\n Done\r\n')];
    const { answers, typed } = talk({ pages: rest, answers: { 'show all': [page] } });
    expect(answers).toEqual(['one\n  two\nthree\n Done\n']);
    expect(typed.filter((text) => text === ' ')).toHaveLength(2);
  });

  it.each(['Enter new password:', '(current) UNIX password: ', 'Change password now (Y/N)? '])(
    'types nothing where a login asks "%s"',
    (question) => {
      const { answers, typed } = talk({ prompt: () => question });
      expect([answers, typed]).toEqual([[null], []]);
    },
  );

  it('types nothing more where a command ends in a demand for a new password', () => {
    const session = new VirtualSession(
      { prompt: (n) => (n < 2 ? '> ' : 'New password: '), echo: 'line', cuts: [], answers: {} },
      newTerminalHabits(),
    );
    session.read(null);
    expect(session.read('show ns')).toBeNull();
    expect(session.typed).toEqual(['\r', 'show ns\r']);
  });

  it('makes do with silence where an empty line brings no prompt', () => {
    const { answers, habits } = talk({ answersEmptyLines: false, echo: 'none', answers: two });
    expect([answers, habits.answersEmptyLines]).toEqual([twoAnswers, false]);
  });

  it('needs one empty line and 50 ms for an answer over a prompt it knows', () => {
    const { typed, now } = talk({ answers: two });
    expect(typed).toEqual(['\r', 'show one\r', '\r', 'show two\r', '\r']);
    expect(now).toBe(300 + 25 + 2 * 50);
  });

  const line = fc.oneof(
    fc.constantFrom(
      '> ',
      'ns> ',
      '<tag> ',
      'a > b',
      'root@ns# ',
      '####',
      '# text #',
      ' Done',
      '',
      '(7) > ',
      'ERROR: x',
    ),
    fc.stringMatching(/^[ -~]{0,20}$/).filter((text) => !/word|more|\?/i.test(text)),
    fc.constantFrom('ü', '漢字', '\x1b[31mred\x1b[0m', '\x1b]0;t\x07title'),
  );
  /** Lines, cut somewhere, with pauses up to what a busy appliance takes. */
  const output = fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.array(fc.tuple(fc.nat(40), fc.nat(900)), { maxLength: 4 }))
    .map(([lines, pauses]) => {
      const text = lines.map((each) => `${each}\r\n`).join('');
      const pieces: Piece[] = [];
      let rest = text;
      for (const [length, afterMs] of pauses) {
        pieces.push(say(rest.slice(0, length), afterMs));
        rest = rest.slice(length);
      }
      return { text, pieces: [...pieces, say(rest)] };
    });
  const plain = (text: string): string =>
    // eslint-disable-next-line no-control-regex -- the codes of the lines above
    text.replace(/\x1b\[31m|\x1b\[0m|\x1b\]0;t\x07/g, '').replaceAll('\r', '');
  const scripts = {
    outputs: fc.array(output, { minLength: 2, maxLength: 4 }),
    prompt: fc.constantFrom<(n: number) => string>(
      () => '> ',
      () => 'ns> ',
      (n) => `(${n}) > `,
      (n) => `nsroot@ns#1 15:${10 + n}> `,
      () => '\x1b[1mns>\x1b[0m ',
    ),
    cuts: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }),
  };
  const answersOf = (outputs: readonly { pieces: readonly Piece[] }[]): Record<string, readonly Piece[]> =>
    Object.fromEntries(outputs.map(({ pieces }, index) => [`show nr ${String.fromCharCode(97 + index)}`, pieces]));

  it('never cuts an answer or hands its rest to the next command, wherever output is split and pauses', () => {
    fc.assert(
      fc.property(
        fc.record({ ...scripts, echo: fc.constantFrom('line', 'none') }),
        ({ outputs, prompt, cuts, echo }) => {
          const { answers } = talk({ prompt, cuts, echo, answers: answersOf(outputs) });
          expect(answers).toEqual(outputs.map(({ text }) => plain(text)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('does no worse than a line end too many where the terminal echoes while a command runs', () => {
    fc.assert(
      fc.property(fc.record(scripts), ({ outputs, prompt, cuts }) => {
        const { answers } = talk({ prompt, cuts, echo: 'driver', answers: answersOf(outputs) });
        const inked = answers.map((answer) => answer?.replace(/\s/g, ''));
        expect(inked).toEqual(outputs.map(({ text }) => plain(text).replace(/\s/g, '')));
      }),
      { numRuns: 500 },
    );
  });
});
