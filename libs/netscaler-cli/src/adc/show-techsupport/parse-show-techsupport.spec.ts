import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowTechsupport } from './parse-show-techsupport.js';

describe('parseShowTechsupport', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowTechsupport(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show techsupport', line: 1, message } };
    expect(() => parseShowTechsupport(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('reports the archive although a tool complained', () => {
    const output =
      'ERROR: grep failed\nsupport.tgz ---- points to ---> /var/tmp/support/collector_P_192.0.2.3_1Jan2024_0_5.tar.gz';
    expect(parseShowTechsupport(output)).toEqual({
      archivePath: '/var/tmp/support/collector_P_192.0.2.3_1Jan2024_0_5.tar.gz',
      progress: ['ERROR: grep failed'],
    });
  });

  it.each(['points to ---> support.tgz', 'points to ---> "; rm x"', 'points to --->'])(
    'takes no path from "%s"',
    (line) => {
      expect(parseShowTechsupport(line).archivePath).toBeNull();
    },
  );
});
