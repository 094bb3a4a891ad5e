import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowManageddevice } from './parse-show-manageddevice.js';

describe('parseShowManageddevice', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowManageddevice(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show manageddevice', line: 1, message } };
    expect(() => parseShowManageddevice(output)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Something went by here', 'records'],
    ['Colour: blue', 'type'],
  ])('does not take "%s" for an answer', (output, missing) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show manageddevice', missing } };
    expect(() => parseShowManageddevice(output)).toThrow(expect.objectContaining(unreadable));
  });

  it.each([
    ['Xen', 'hypervisor'],
    ['XENSERVER', 'hypervisor'],
    ['NS', 'instance'],
    ['BR', null],
    ['', null],
  ])('reads the type "%s" as %s', (type, kind) => {
    expect(parseShowManageddevice(`1) Name: a\nType: ${type}`)[0]?.kind).toBe(kind);
  });
});
