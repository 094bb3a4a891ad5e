import { describe, expect, it } from '@jest/globals';
import { isReleaseAtLeast } from './is-release-at-least.js';
import { sameValue } from './same-value.js';
import type { DeviceValue } from './step.js';

const at = (address: string, port = 80): DeviceValue => ({ address, port });

describe('sameValue', () => {
  it.each<[a: DeviceValue, b: DeviceValue]>([
    [7, 7],
    [null, null],
    ['none', 'none'],
    [at('192.0.2.1'), at('192.0.2.1')],
    [at('2001:db8::1'), at('2001:DB8:0:0:0:0:0:1')],
    [at('::'), at('0:0:0:0:0:0:0:0')],
    [at('::ffff:192.0.2.1'), at('::ffff:c000:201')],
    [at('2001:0db8::0a'), at('2001:db8::a')],
    [
      { service: 'px', port: 80 },
      { service: 'px', port: 80 },
    ],
  ])('%j is %j', (a, b) => {
    expect([sameValue(a, b), sameValue(b, a)]).toEqual([true, true]);
  });

  it.each<[a: DeviceValue, b: DeviceValue]>([
    [7, 8],
    [null, 'none'],
    [false, null],
    ['A@x.example', 'a@x.example'],
    [at('192.0.2.1'), at('192.0.2.1', 81)],
    [at('192.0.2.1'), at('192.0.2.10')],
    [at('2001:db8::1'), at('2001:db8:1::')],
    [{ service: '192.0.2.1', port: 80 }, at('192.0.2.1')],
    [at('192.0.2.1'), 'none'],
  ])('%j is not %j', (a, b) => {
    expect([sameValue(a, b), sameValue(b, a)]).toEqual([false, false]);
  });
});

describe('isReleaseAtLeast', () => {
  it.each([
    ['12.0', '12.0', true],
    ['11.1', '12.0', false],
    ['12.1', '12.0', true],
    ['14.1', '12.1', true],
    ['9.3', '10.0', false],
    ['10.5', '10.0', true],
    ['13.1-53.17', '12.1', true],
    [null, '12.0', null],
    ['unknown', '12.0', null],
  ])('%s against %s is %s', (release, least, expected) => {
    expect(isReleaseAtLeast(release, least)).toBe(expected);
  });
});
