import { describe, expect, it } from '@jest/globals';
import { valueText } from './value-text.js';

describe('valueText', () => {
  it.each([
    [null, 'device default'],
    [true, 'on'],
    [false, 'off'],
    ['none', 'none'],
    [7, '7'],
    ['noc@corp.example', 'noc@corp.example'],
    [{ address: '10.1.9.9', port: 3128 }, '10.1.9.9:3128'],
    [{ address: '2001:db8::1', port: 3128 }, '[2001:db8::1]:3128'],
    [{ service: 'egress', port: 8080 }, 'service egress:8080'],
    [{ odd: 1 }, '{"odd":1}'],
  ])('says %j as "%s"', (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
