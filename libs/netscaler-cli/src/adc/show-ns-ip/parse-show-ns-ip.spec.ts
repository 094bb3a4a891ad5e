import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsIp } from './parse-show-ns-ip.js';

describe('parseShowNsIp', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsIp(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns ip', line: 1, message } };
    expect(() => parseShowNsIp(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  const row = (number: number, ip: string, type: string): string =>
    `${number})\t${ip}  0  ${type}  Active   Enabled  Enabled  NA  Enabled`;

  it('names no address where two rows claim to be it', () => {
    const output = [row(1, '192.0.2.1', 'NSIP'), row(2, '192.0.2.2', 'NetScaler IP'), row(3, '2001:db8::1', 'CLIP')];
    expect(parseShowNsIp(output.join('\n'))).toMatchObject({ nsip: null, clusterIp: '2001:db8::1', unrecognised: [] });
  });

  it.each([row(1, '192.0.2.256', 'SNIP'), '1) 192.0.2.1  0  SNIP  Enabled', '192.0.2.1  0  SNIP  Active'])(
    'keeps "%s", which is no row',
    (line) => {
      expect(parseShowNsIp(line)).toMatchObject({ addresses: [], unrecognised: [line] });
    },
  );
});
