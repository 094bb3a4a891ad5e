import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  answerOf,
  isSystemPrompt,
  looksLikePrompt,
  onlyPrompts,
  opensWithEcho,
  promptShape,
  withoutPrompts,
} from './shell-prompt.js';

describe('looksLikePrompt', () => {
  it.each([
    '> ',
    '>',
    'Decapolis-36> ',
    'Secondary:> ',
    'mturner@???-12:35> ',
    'lb-ns1 15:16> ',
    'ns#1> ',
    '(12) > ',
    'nsroot@ns#1 at 15:16 = a_b> ',
  ])('knows the command line prompt "%s"', (line) => {
    expect([looksLikePrompt(line), isSystemPrompt(line)]).toEqual([true, false]);
  });

  it.each(['root@ns# ', 'bash-3.2# ', '[root@svm ~]# ', 'bash-3.2#'])('knows the system shell prompt "%s"', (line) => {
    expect([looksLikePrompt(line), isSystemPrompt(line)]).toEqual([true, true]);
  });

  it.each([
    '',
    '#',
    '# ',
    '###############################################################################',
    '#        WARNING: Access to this system is for authorized users only          #',
    '# This feature lets the appliance upload #',
    ' Done',
    'Password:',
    '  value  #',
    `${'x'.repeat(200)}> `,
  ])('takes "%s" for no prompt', (line) => {
    expect(looksLikePrompt(line)).toBe(false);
  });
});

describe('promptShape', () => {
  it('is the same whatever the clock and the history number show', () => {
    const number = fc.nat({ max: 99_999 });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        expect(promptShape(`ns ${a} 12:${b}> `)).toBe(promptShape(`ns ${c} 12:${d}> `));
      }),
    );
  });

  it('tells a system shell from the command line', () => {
    expect(promptShape('ns> ')).not.toBe(promptShape('ns# '));
  });
});

describe('onlyPrompts', () => {
  it.each([
    ['one prompt after the echoed line end', '\r\nns> ', 'ns>', 1],
    ['one prompt where nothing is echoed', '> ', '>', 1],
    ['two prompts on one line where nothing is echoed', 'ns> ns> ', 'ns>', 2],
    ['prompts whose history number grows', '\r\n(12) > \r\n(13) > ', '(0) >', 2],
    ['a prompt in colour, drawn twice', '\r\n\x1b[1mns> \x1b[0m\rns> \x1b[K', 'ns>', 1],
    ['one prompt after the line of the last one was drawn again', '\r\x1b[K> \r\n> ', '>', 1],
    ['a system prompt', '\r\nroot@ns# ', 'root@ns#', 1],
  ])('finds %s', (_what, text, shape, times) => {
    expect(onlyPrompts(text)).toEqual({ shape, times });
  });

  it.each([
    ['a line of output before the prompt', 'text\r\n> '],
    ['two different prompts', '\r\nPrimary> \r\nSecondary> '],
    ['no prompt', '\r\n'],
    ['half a prompt', '\r\nns'],
    ['output', 'Password:'],
  ])('finds none in %s', (_what, text) => {
    expect(onlyPrompts(text)).toBeNull();
  });
});

describe('withoutPrompts', () => {
  it.each([
    ['the prompt', 'text\r\nns> ', 0, 'text\r\n'],
    ['the prompt after an unfinished line', 'no line endns> ', 0, 'no line end'],
    ['a prompt that was drawn twice', 'text\r\nns> \rns> ', 0, 'text\r\n'],
    ['as many further prompts as empty lines were typed', 'text\r\nns> \r\nns> \r\nns> ', 1, 'text\r\nns> \r\n'],
    ['further prompts on the same line', 'text\r\nns> ns> ', 1, 'text\r\n'],
    ['nothing but one prompt where there are no more', 'text\r\nns> ', 3, 'text\r\n'],
  ])('takes off %s', (_what, text, more, rest) => {
    expect(withoutPrompts(text, { shape: 'ns>', more })).toBe(rest);
  });

  it('knows the prompt again although its numbers changed', () => {
    expect(withoutPrompts('text\r\n[7] ns.a+b 12:59> ', { shape: '[0] ns.a+b 0:0>', more: 0 })).toBe('text\r\n');
  });

  it('is null where the text does not end in the prompt', () => {
    expect(withoutPrompts('text\r\nother> ', { shape: 'ns>', more: 0 })).toBeNull();
  });
});

describe('opensWithEcho', () => {
  it.each([
    ['show ns\r\ntext', true],
    ['show ns', false],
    ['show ns: text\r\n', false],
    ['text\r\nshow ns\r\n', false],
  ])('%j: %s', (text, echoed) => {
    expect(opensWithEcho(text, 'show ns')).toBe(echoed);
  });
});

describe('answerOf', () => {
  const command = 'show ns version';
  it.each([
    ['the echo', 'show ns version\r\nNS13.1\r\n Done\r\n', 'NS13.1\n Done\n'],
    ['nothing where nothing is echoed', 'NS13.1\r\n Done\r\n', 'NS13.1\n Done\n'],
    ['an echo folded by the terminal', 'show ns\r\n version\r\nNS13.1\r\n', 'NS13.1\n'],
    ['an echo folded with a character drawn twice', 'show ns v\rversion\r\nNS13.1\r\n', 'NS13.1\n'],
    ['an echo folded with a blank drawn over', 'show ns \r version\r\nNS13.1\r\n', 'NS13.1\n'],
    ['a prompt drawn again before the echo', '\r> show ns version\r\nNS13.1\r\n', 'NS13.1\n'],
    ['an echo whose line is drawn again', 'show ns\r> show ns\r\x1b[K> show ns version\r\nNS13.1\r\n', 'NS13.1\n'],
    ['terminal codes', 'show ns version\r\n\x1b[31mNS13.1\x1b[0m\r\n', 'NS13.1\n'],
    ['doubled carriage returns', 'show ns version\r\r\nNS13.1\r\r\n', 'NS13.1\n'],
    ['everything of a command that says nothing', 'show ns version\r\n', ''],
  ])('takes off %s', (_what, text, answer) => {
    expect(answerOf(text, { command, echoes: false })).toBe(answer);
  });

  it.each([
    ['a broadcast', '\r\nBroadcast message from root:\r\nupgrade at noon\r\n> show ns version\r\nNS13.1\r\n'],
    ['a prompt that was late', '\r\n> \r\n> show ns version\r\nNS13.1\r\n'],
    ['a line without a prompt after it', 'The session is watched.\r\nshow ns version\r\nNS13.1\r\n'],
  ])('takes off %s before the echo of a terminal that echoes', (_what, text) => {
    expect(answerOf(text, { command, echoes: true })).toBe('NS13.1\n');
  });

  it.each([
    ['a line of output that only begins like the command', 'show ns version: 13.1\r\n', false],
    ['the command as a line of output where nothing is echoed', 'first\r\nshow ns version\r\n', false],
  ])('keeps %s', (_what, text, echoes) => {
    expect(answerOf(text, { command, echoes })).toBe(text.replaceAll('\r', ''));
  });

  it('gives back any output of plain lines, whatever the command', () => {
    const line = fc.stringMatching(/^[ -~]{0,60}$/);
    const typed = fc.stringMatching(/^[a-z][a-z -]{0,40}[a-z]$/);
    fc.assert(
      fc.property(typed, fc.array(line, { maxLength: 20 }), fc.boolean(), (sent, lines, echoes) => {
        const output = lines.map((each) => `${each}\r\n`).join('');
        const answer = answerOf(`${sent}\r\n${output}`, { command: sent, echoes });
        expect(answer).toBe(lines.map((each) => `${each}\n`).join(''));
      }),
    );
  });
});
