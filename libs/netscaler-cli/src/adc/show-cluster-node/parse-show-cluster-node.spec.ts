import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowClusterNode } from './parse-show-cluster-node.js';

describe('parseShowClusterNode', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowClusterNode(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show cluster node', line: 1, message } };
    expect(() => parseShowClusterNode(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it.each(['1) Node ID: 32', '1) Node ID: 99999999999999', 'Health: UP'])(
    'keeps "%s", which begins no member',
    (line) => {
      expect(parseShowClusterNode(line)).toEqual({ members: [], unrecognised: [line] });
    },
  );

  it('keeps an address that is none', () => {
    expect(parseShowClusterNode('Node ID: 1\nIP: 192.0.2.999\nHealth: UP')).toMatchObject({
      members: [{ id: 1, ip: null, isLocal: false }],
      unrecognised: ['IP: 192.0.2.999'],
    });
  });

  it('takes no node of a pair for a member', () => {
    const lines = ['1) Node ID: 0', 'IP: 192.0.2.5', 'Sync State: SUCCESS'];
    expect(parseShowClusterNode(lines.join('\n'))).toEqual({ members: [], unrecognised: lines });
  });
});
