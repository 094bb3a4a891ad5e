import { describe, expect, it } from '@jest/globals';
import { readReply } from './read-reply.js';

describe('readReply', () => {
  it.each([
    ['Done', ' Done\n', { ok: true, refusal: null, warnings: [], text: '' }],
    ['nothing at all', '', { ok: true, refusal: null, warnings: [], text: '' }],
    [
      'a warning without Done (captured: set ns config)',
      'Warning: The configuration must be saved and the system rebooted\n',
      { ok: true, refusal: null, warnings: ['The configuration must be saved and the system rebooted'], text: '' },
    ],
    [
      'a warning about another setting',
      'Warning: One or more RPC nodes are configured with default passwords. Change them.\n Done\n',
      { ok: true, refusal: null, warnings: [], text: '' },
    ],
    [
      'an error',
      '> set callhome -port 1\r\nERROR: No such argument [-port]\r\n> ',
      { ok: false, refusal: 'No such argument [-port]', warnings: [], text: '' },
    ],
    [
      'a save by another session',
      'ERROR: Operation already in progress',
      { ok: false, refusal: 'Operation already in progress', warnings: [], text: '' },
    ],
    [
      'a refusal without ERROR',
      'Invalid command\n',
      { ok: false, refusal: 'Invalid command', warnings: [], text: 'Invalid command' },
    ],
    [
      'an answer',
      '[WARNING]:careful\n  job 17 started\n Done',
      { ok: true, refusal: null, warnings: ['careful'], text: 'job 17 started' },
    ],
  ])('reads %s', (_sentence, output, expected) => {
    expect(readReply('set callhome -port 1', output)).toEqual(expected);
  });
});
