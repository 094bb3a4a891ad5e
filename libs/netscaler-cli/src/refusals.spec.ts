import { describe, expect, it } from '@jest/globals';
import { TranscriptError, refusalKind } from './errors.js';
import { classifyRefusal } from './refusals.js';

describe('classifyRefusal', () => {
  it.each([
    ['Operation already in progress', 'busy', [293]],
    ['Operation not possible now. Please wait for system to stabilize before retrying.', 'busy', [366]],
    ['No such command', 'not-supported', [1088]],
    ['Ambiguous command name', 'not-supported', [1089]],
    ['Invalid command', 'not-supported', []],
    ['RAID is not supported on this platform', 'not-supported', []],
    ['No such argument [-hbCustomInterval]', 'no-such-argument', [1090]],
    ['Invalid argument value [proxyMode]', 'invalid-value', [278, 1097]],
    ['String length exceeds maximum [emailAddress, 78]', 'invalid-value', [1048, 1049, 1106]],
    ['Integer value exceeds maximum [hbCustomInterval, 30]', 'invalid-value', [1108]],
    ['Arguments cannot both be specified [IPAddress, proxyAuthService]', 'invalid-value', [1092]],
    ['Not authorized to execute this command [shell]', 'not-authorised', [2138]],
    ['Feature(s) not licensed [CH]', 'not-licensed', [356]],
    ['Features(s) license expired', 'not-licensed', [1066]],
    ['Feature(s) not enabled [CH]', 'feature-off', [1067]],
    ['You are connected to a secondary node; configuration changes ...', 'secondary-node', [1028]],
    ['Operation permitted only on primary node.', 'secondary-node', [368]],
    ['Resource already exists', 'already-exists', [273]],
    ['No such resource [proxyAuthService, svc]', 'no-such-resource', [258]],
    ['Default password is not allowed', 'password-change', [1047]],
    ['Operation not permitted', 'other', []],
    ['Command failed on secondary node, but succeeded on primary node.', 'other', []],
    ['The operation already in progress failed', 'other', []],
    ['No such commander', 'other', []],
    ['', 'other', []],
  ])('takes "%s" for %s', (message, kind, numbers) => {
    expect(classifyRefusal(message)).toEqual({ kind, numbers });
  });
});

describe('refusalKind', () => {
  it.each([
    [new TranscriptError('DEVICE_REFUSED', { message: 'Feature(s) not enabled [CH]' }), 'feature-off'],
    [new TranscriptError('DEVICE_REFUSED'), 'other'],
    [new TranscriptError('OUTPUT_UNREADABLE'), null],
    [new Error('Resource already exists'), null],
    [null, null],
  ])('says of %s: %s', (error, expected) => {
    expect(refusalKind(error)).toBe(expected);
  });
});
