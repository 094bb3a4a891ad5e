import { describe, expect, it } from '@jest/globals';
import { registrationDue } from './registration-due.js';

const BEFORE = { serial: 'S1', version: '13.1', build: '49.13', mode: 'ha' } as const;

describe('registrationDue', () => {
  it.each([
    ['never registered', null, {}, true],
    ['nothing changed', BEFORE, {}, false],
    ['another serial', BEFORE, { serial: 'S2' }, true],
    ['another version', BEFORE, { version: '14.1' }, true],
    ['another build', BEFORE, { build: '51.15' }, true],
    ['another mode', BEFORE, { mode: 'standalone' as const }, true],
    ['serial not readable now', BEFORE, { serial: null }, false],
    ['mode not known now', BEFORE, { mode: 'unknown' as const }, false],
    ['serial known for the first time', { ...BEFORE, serial: null }, {}, true],
  ])('%s', (_, before, change, expected) => {
    expect(registrationDue(before, { ...BEFORE, ...change })).toBe(expected);
  });
});
