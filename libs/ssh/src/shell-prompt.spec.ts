import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  answerOf,
  demandsNewPassword,
  isSystemPrompt,
  lastLine,
  looksLikePrompt,
  promptShape,
  stripTerminalCodes,
} from './shell-prompt.js';

describe('looksLikePrompt', () => {
  it.each(['> ', '>', 'Decapolis-36> ', 'Secondary:> ', 'mturner@???-12:35> ', 'lb-ns1 15:16> ', 'ns#1> '])(
    'knows the command line prompt "%s"',
    (line) => {
      expect([looksLikePrompt(line), isSystemPrompt(line)]).toEqual([true, false]);
    },
  );

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

describe('lastLine', () => {
  it.each([
    ['the text after a line feed', ' Done\r\n> ', '> '],
    ['the text after a lone carriage return', 'old\rns> ', 'ns> '],
    ['nothing right after a line end', 'text\r\n', ''],
    ['a prompt without its terminal codes', '\r\n\x1b[1;32mns> \x1b[0m\x1b[K', 'ns> '],
  ])('is %s', (_what, tail, line) => {
    expect(lastLine(tail)).toBe(line);
  });
});

describe('demandsNewPassword', () => {
  it.each([
    'Enter new password:',
    'New password: ',
    '(current) UNIX password: ',
    'Please re-enter password: ',
    'Old Password:',
  ])('hears "%s"', (line) => {
    expect(demandsNewPassword(`notice\r\n${line}`)).toBe(true);
  });

  it.each(['Password:', '> ', 'Force password change: ENABLED', 'New password:\r\n', 'new version: '])(
    'does not hear one in "%s"',
    (text) => {
      expect(demandsNewPassword(text)).toBe(false);
    },
  );
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

describe('answerOf', () => {
  it.each([
    ['echo and prompt', 'show ns version\r\nNS13.1\r\n Done\r\n> ', 'NS13.1\n Done\n'],
    ['the prompt alone where nothing is echoed', 'NS13.1\r\n Done\r\n> ', 'NS13.1\n Done\n'],
    ['an echo folded by the terminal', 'show ns\r\n version\r\nNS13.1\r\n> ', 'NS13.1\n'],
    ['an echo folded with a character drawn twice', 'show ns v\rversion\r\nNS13.1\r\n> ', 'NS13.1\n'],
    ['an echo folded with a blank drawn over', 'show ns \r version\r\nNS13.1\r\n> ', 'NS13.1\n'],
    ['a prompt drawn again before the echo', '\r> show ns version\r\nNS13.1\r\n> ', 'NS13.1\n'],
    ['terminal codes', 'show ns version\r\n\x1b[31mNS13.1\x1b[0m\r\n\x1b[1mns> \x1b[0m', 'NS13.1\n'],
    ['doubled carriage returns', 'show ns version\r\r\nNS13.1\r\r\n> ', 'NS13.1\n'],
    ['everything of a command that says nothing', 'show ns version\r\n> ', ''],
  ])('takes off %s', (_what, text, answer) => {
    expect(answerOf(text, 'show ns version')).toBe(answer);
  });

  it('keeps a line of output that only begins like the command', () => {
    expect(answerOf('show ns version: 13.1\r\n> ', 'show ns version')).toBe('show ns version: 13.1\n');
  });

  it('gives back any output of plain lines, whatever the command', () => {
    const line = fc.stringMatching(/^[ -~]{0,60}$/);
    const command = fc.stringMatching(/^[a-z][a-z -]{0,40}[a-z]$/);
    fc.assert(
      fc.property(command, fc.array(line, { maxLength: 20 }), (typed, lines) => {
        const output = lines.map((each) => `${each}\r\n`).join('');
        expect(answerOf(`${typed}\r\n${output}ns> `, typed)).toBe(lines.map((each) => `${each}\n`).join(''));
      }),
    );
  });
});

describe('stripTerminalCodes', () => {
  it('leaves no escape character of any code it names', () => {
    const code = fc.constantFrom(
      '\x1b[0m',
      '\x1b[1;32m',
      '\x1b[K',
      '\x1b[?25h',
      '\x1b]0;title\x07',
      '\x1b(B',
      '\x1b=',
      '\x1bM',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z ]{0,8}$/), code)), (parts) => {
        expect(stripTerminalCodes(parts.flat().join(''))).toBe(parts.map(([text]) => text).join(''));
      }),
    );
  });
});
