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
    expect(parseShowHaNode('Node State: UP\n1) Node ID: 0\nMaster State: Primary')).toMatchObject({
      nodes: [{ id: 0, nodeState: null, role: 'primary' }],
      unrecognised: ['Node State: UP'],
    });
  });

  it('takes no member of a cluster for a node', () => {
    const lines = ['1)Node ID: 1', 'Sync State: DISABLED'];
    expect(parseShowHaNode([...lines, 'Health: UP'].join('\n'))).toMatchObject({
      nodes: [],
      local: null,
      peer: null,
      unrecognised: ['Health: UP', ...lines],
    });
  });

  it.each(['Claiming', 'STAYSECONDARY', 'Primary?'])('gives the master state "%s" no role', (masterState) => {
    expect(parseShowHaNode(`Node ID: 0\nMaster State: ${masterState}`).local).toMatchObject({
      masterState,
      role: 'unknown',
    });
  });

  it('names no peer among three nodes', () => {
    const nodes = [0, 1, 2].map((id) => `Node ID: ${id}\nMaster State: Secondary`).join('\n');
    expect(parseShowHaNode(nodes)).toMatchObject({ local: { id: 0 }, peer: null });
  });

  it.each(['Node ID: 65', 'Node ID: 1e3'])('keeps "%s", which is no node', (line) => {
    expect(parseShowHaNode(line)).toMatchObject({ nodes: [], unrecognised: [line] });
  });

  it('keeps an address that is none', () => {
    expect(parseShowHaNode('Node ID: 0\nNode State: UP\nIP: 192.0.2.1*')).toMatchObject({
      nodes: [{ ip: null }],
      unrecognised: ['IP: 192.0.2.1*'],
    });
  });
});
