import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowHaNode } from './parse-show-ha-node.js';

describe('parseShowHaNode', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowHaNode(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ha node', line: 1, message } };
    expect(() => parseShowHaNode(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowHaNode('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it('keeps a line that stands before any node', () => {
    expect(parseShowHaNode('Node State: UP\n1) Node ID: 0')).toMatchObject({
      nodes: [{ id: 0, nodeState: null }],
      unrecognised: ['Node State: UP'],
    });
  });
});
