import { describe, expect, it } from '@jest/globals';
import { trapFor, type TrapEvent } from './trap-for.js';

const raised = { kind: 'raised', address: '192.0.2.1', title: 'It failed' } as const;
const ADDRESS = { name: 'sysIpAddress', value: '192.0.2.1' };

describe('trapFor', () => {
  it.each<[string, TrapEvent, unknown]>([
    [
      'an upload',
      { kind: 'upload', address: '192.0.2.1', status: 'delivered' },
      {
        trap: 'callHomeUploadEvent',
        variables: [{ name: 'callHomeUploadEventStatusMsg', value: 'delivered' }, ADDRESS],
      },
    ],
    [
      'an appliance with an IPv6 address only',
      { kind: 'upload', address: '2001:db8::1', status: 'failed' },
      {
        trap: 'callHomeUploadEvent',
        variables: [
          { name: 'callHomeUploadEventStatusMsg', value: 'failed' },
          { name: 'sysIpAddress', value: '0.0.0.0' },
        ],
      },
    ],
    ['a disk', { ...raised, code: 'hard-disk-error' }, { trap: 'hardDiskDriveErrors', variables: [ADDRESS] }],
    [
      'a failed chip',
      { ...raised, code: 'ssl-card-failure' },
      { trap: 'sslCardFailed', variables: [{ name: 'sslCardStatusMsg', value: 'It failed' }, ADDRESS] },
    ],
    [
      'a chip that works again',
      { ...raised, kind: 'cleared', code: 'ssl-card-failure' },
      { trap: 'sslCardNormal', variables: [{ name: 'sslCardStatusMsg', value: 'It failed' }, ADDRESS] },
    ],
    [
      'a disk that works again, which the vendor never tells',
      { ...raised, kind: 'cleared', code: 'hard-disk-error' },
      null,
    ],
  ])('puts %s into the words of the vendor', (_says, event, expected) => {
    expect(trapFor(event)).toEqual(expected);
  });
});
