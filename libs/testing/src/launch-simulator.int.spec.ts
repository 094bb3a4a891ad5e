import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchSimulator, type SimulatorHandle } from './launch-simulator.js';

let fleets: SimulatorHandle[] = [];
beforeAll(async () => {
  fleets = await Promise.all([launchSimulator({ hosts: 2, instances: 1 }), launchSimulator()]);
});
afterAll(() => Promise.all(fleets.map((fleet) => fleet.process.kill())));

describe('launchSimulator', () => {
  it('gives each caller a fleet on a network of its own', () => {
    const [one, other] = fleets;
    expect(one?.network).not.toBe(other?.network);
    expect(one?.ready.hosts?.map((host) => host.address)).toEqual([`${one?.network}.1.1`, `${one?.network}.2.1`]);
    expect(other?.ready.hosts?.[0]?.instances).toHaveLength(2);
    expect(one?.password).not.toBe(other?.password);
  });

  it('speaks to the control interface, and passes on what it refuses', async () => {
    const [fleet] = fleets;
    expect(await fleet?.control('GET', '/fleet')).toMatchObject({ hosts: [{ instances: [{}] }, { instances: [{}] }] });
    await expect(fleet?.control('POST', '/hosts/nobody/chips', { failed: 1 })).rejects.toThrow('answered 404');
  });

  it('stops with exit code 0', async () => {
    expect(await fleets[0]?.stop()).toBe(0);
  });
});
