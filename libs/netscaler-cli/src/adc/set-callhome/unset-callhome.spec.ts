import { describe, expect, it } from '@jest/globals';
import { unsetCallhome, type UnsetCallhomeKey } from './unset-callhome.js';

describe('unsetCallhome', () => {
  it.each<[UnsetCallhomeKey[], string]>([
    [['emailAddress'], 'unset callhome -emailAddress'],
    [['heartbeatIntervalDays', 'mode'], 'unset callhome -hbCustomInterval -mode'],
    [['proxyAddress', 'proxyService', 'proxyPort'], 'unset callhome -IPAddress -proxyAuthService -port'],
    [['proxyMode'], 'unset callhome -proxyMode'],
  ])('unsets %j', (keys, expected) => {
    expect(unsetCallhome(keys)).toBe(expected);
  });

  it.each<[UnsetCallhomeKey[]]>([[[]], [['mode', 'mode']]])('refuses %j', (keys) => {
    expect(() => unsetCallhome(keys)).toThrow(expect.objectContaining({ code: 'ARGUMENT_REFUSED' }));
  });
});
