import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowClusterInstance } from './parse-show-cluster-instance.js';

describe('parseShowClusterInstance', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowClusterInstance(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show cluster instance', line: 1, message } };
    expect(() => parseShowClusterInstance(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowClusterInstance('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it.each([
    '1)Cluster ID: 17',
    '1)Cluster ID: 0',
    '1)  32  192.0.2.1  UP  ACTIVE  ACTIVE',
    '1)  1  192.0.2.300  UP  ACTIVE  ACTIVE',
  ])('keeps "%s", which no cluster has', (line) => {
    expect(parseShowClusterInstance(line)).toMatchObject({ clusterId: null, nodes: [], unrecognised: [line] });
  });

  it('names no coordinator where two nodes claim to be it', () => {
    const row = (id: number): string => `${id})  ${id}  192.0.2.${id}  UP  ACTIVE  ACTIVE(Configuration Coordinator)`;
    expect(parseShowClusterInstance(`${row(1)}\n${row(2)}`)).toMatchObject({ coordinatorId: null, localNodeId: null });
  });
});
