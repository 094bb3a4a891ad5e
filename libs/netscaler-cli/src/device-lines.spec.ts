import { describe, expect, it } from '@jest/globals';
import { cleanOutput, deviceLines } from './device-lines.js';

describe('cleanOutput', () => {
  it.each([
    ['CRLF', 'a\r\nb', 'a\nb'],
    ['a terminal that doubles the carriage return', 'a\r\r\nb', 'a\nb'],
    ['a lone carriage return', 'a\rb', 'a\nb'],
    ['colours', '\u001b[1;32mON\u001b[0m', 'ON'],
    ['cursor and title codes', '\u001b]0;title\u0007\u001b[?25la\u001b[K\u001b=', 'a'],
    ['the pager', 'a\n--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bb', 'a\nb'],
    ['tabs, which stay', '\ta\tb', '\ta\tb'],
    ['bells and character set shifts', 'a\u0007b\u000fc', 'abc'],
    ['what is no text, to the mark of undecodable bytes', 'a\u0000b\u0008c\u001bd', 'a\ufffdb\ufffdc\ufffdd'],
    ['nothing of a text without control characters', 'é 💥 \ufffd', 'é 💥 \ufffd'],
  ])('cleans %s', (_sentence, output, expected) => {
    expect(cleanOutput(output)).toBe(expected);
  });
});

describe('deviceLines', () => {
  it.each([
    ['Done', 'noise'],
    ['  Done', 'noise'],
    ['> ', 'noise'],
    ['ns-b 15:16> ', 'noise'],
    ['user@???-12:35> show ns version', 'noise'],
    ['Secondary:> sh ha node', 'noise'],
    ['> shell date +%z', 'noise'],
    ['#   WARNING: Access to this system is for authorized users only   #', 'noise'],
    ['Last login: Fri Jun 12 07:29:14 2015 from 192.0.2.5', 'noise'],
    ['Bye!', 'noise'],
    ['exec: show version', 'noise'],
    ['', 'noise'],
    ['Warning: Feature(s) not enabled [CH]', 'warning'],
    ['WARNING: The configuration must be saved', 'warning'],
    ['[WARNING]:Force Failover may cause configuration loss', 'warning'],
    ['ERROR: No such command', 'refusal'],
    ['# SSL cards UP      4', 'content'],
    ['Proxy Authentication Service: <none>', 'content'],
    ['Name: odd>', 'content'],
    ['a sentence with ERROR: in it', 'content'],
  ])('takes %j for %s', (line, role) => {
    expect(deviceLines('show x', `first\n${line}`)[1]?.role).toBe(role);
  });

  it('drops the echo of the command, without its prompt only where an echo stands', () => {
    const roles = deviceLines('show x', 'show y slot=1\nshow x\nshow y slot=1').map(({ role }) => role);
    expect(roles).toEqual(['noise', 'noise', 'content']);
  });

  it('takes the reasons under a warning for part of it', () => {
    const roles = deviceLines('x', '[WARNING]:careful. Reason(s):\n- one\n- two\nanswer\n- three').map(
      ({ role }) => role,
    );
    expect(roles).toEqual(['warning', 'warning', 'warning', 'content', 'content']);
  });
});
