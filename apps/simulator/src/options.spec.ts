import { describe, expect, it } from '@jest/globals';
import { parseOptions, usage } from './options.js';

describe('parseOptions', () => {
  it('has a default for everything', () => {
    expect(parseOptions([], {})).toEqual({
      hosts: 3,
      instances: 4,
      network: '127.20',
      port: 2222,
      stateDir: null,
      controlPort: 0,
      receiverPort: 0,
      username: 'nsroot',
      password: null,
      latencyMs: 0,
      style: 'label',
      bundleDelayMs: 1000,
      builds: null,
      haPairs: 0,
      mpx: 0,
      vpx: 0,
      clusters: 0,
      scenarioFile: null,
    });
  });

  it('takes the password from the environment only', () => {
    expect(parseOptions([], { SIMULATOR_PASSWORD: 'x' })).toMatchObject({ password: 'x' });
  });

  it.each([
    ['an unknown option', ['--host', '3']],
    ['a word without an option', ['fleet']],
    ['no hosts', ['--hosts', '0']],
    ['a number that is none', ['--instances', 'many']],
    ['a port out of range', ['--port', '65536']],
    ['a network outside loopback', ['--network', '10.0']],
    ['a network without room for the hosts', ['--network', '127.255', '--hosts', '251']],
    ['an unknown style', ['--style', 'table']],
    ['a build that is none', ['--builds', '13.1']],
    ['more pairs than there are hosts for', ['--ha-pairs', '2']],
    ['a pair without instances', ['--ha-pairs', '1', '--instances', '0']],
    ['numbers beside a scenario', ['--scenario', 'x.yaml', '--hosts', '2']],
    ['numbers beside a scenario, joined', ['--vpx=2', '--scenario=x.yaml']],
    ['more clusters than there are numbers for', ['--clusters', '17']],
    ['a network without room for what stands alone', ['--network', '127.255', '--hosts', '250', '--mpx', '1']],
    ['a name with a blank', ['--username', 'a b']],
  ])('refuses %s', (_mistake, argv) => {
    expect(() => parseOptions(argv, {})).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it('takes a fleet without hosts when something stands alone', () => {
    expect(parseOptions(['--hosts', '0', '--mpx', '2'], {})).toMatchObject({ hosts: 0, mpx: 2 });
    expect(parseOptions(['--scenario', 'x.yaml'], {})).toMatchObject({ scenarioFile: 'x.yaml' });
  });

  it('gives help when asked', () => {
    expect(parseOptions(['--help'], {})).toBe('help');
    for (const option of [
      '--hosts',
      '--state-dir',
      '--style',
      'SIMULATOR_PASSWORD',
      '/receiver/attempts',
      '--scenario',
      'hypervisor',
      'propagation',
      '/cli',
      'refuse-command',
      'by-hand',
      'move-coordinator',
      'wrong-password',
    ]) {
      expect(usage()).toContain(option);
    }
  });
});
