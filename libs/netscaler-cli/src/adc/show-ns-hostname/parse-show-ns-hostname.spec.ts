import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsHostname } from './parse-show-ns-hostname.js';

describe('parseShowNsHostname', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsHostname(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns hostName', line: 1, message } };
    expect(() => parseShowNsHostname(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('takes none of several names for the appliance', () => {
    expect(parseShowNsHostname('Hostname: a\nHostname: b')).toEqual({
      hostName: null,
      unrecognised: ['Hostname: a', 'Hostname: b'],
    });
  });

  it('reads the name next to its owner', () => {
    expect(parseShowNsHostname('1) Hostname: a   OwnerNode: 1')).toEqual({ hostName: 'a', unrecognised: [] });
  });
});
