import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNetworkconfig } from './parse-show-networkconfig.js';

describe('parseShowNetworkconfig', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNetworkconfig(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show networkconfig', line: 1, message } };
    expect(() => parseShowNetworkconfig(output)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Something went by here', 'records'],
    ['Colour: blue', 'management_service_ip_address'],
  ])('does not take "%s" for an answer', (output, missing) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show networkconfig', missing } };
    expect(() => parseShowNetworkconfig(output)).toThrow(expect.objectContaining(unreadable));
  });

  it.each([
    ['Netmask (XEN): 255.255.0.0', '255.255.0.0', null],
    ['Netmask: 255.255.0.0 (XEN)', '255.255.0.0', null],
    ['Netmask XEN: 255.255.0.0', '255.255.0.0', null],
    ['Netmask: 255.255.0.0', null, '255.255.0.0'],
    ['Netmask: 255.255.0.0\nXenServer IP Address: 192.0.2.11\nNetmask: 255.0.0.0', '255.0.0.0', '255.255.0.0'],
    ['XEN Netmask: 255.0.0.0\nNetmask: 255.255.0.0', '255.0.0.0', '255.255.0.0'],
  ])('tells whose mask "%s" is', (lines, hypervisorNetmask, svmNetmask) => {
    const output = `Management Service IP Address: 192.0.2.10\n${lines}`;
    expect(parseShowNetworkconfig(output)).toMatchObject({ hypervisorNetmask, svmNetmask, extra: {} });
  });

  it('keeps a mask that no address claims', () => {
    const output = 'svm_ip_address=192.0.2.10\nnetmask=255.0.0.0\nnetmask=255.255.0.0';
    expect(parseShowNetworkconfig(output)).toMatchObject({
      svmNetmask: '255.0.0.0',
      extra: { netmask: '255.255.0.0' },
    });
  });
});
