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
    ['a name with a blank', ['--username', 'a b']],
  ])('refuses %s', (_mistake, argv) => {
    expect(() => parseOptions(argv, {})).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it('gives help when asked', () => {
    expect(parseOptions(['--help'], {})).toBe('help');
    for (const option of ['--hosts', '--state-dir', '--style', 'SIMULATOR_PASSWORD', '/receiver/attempts']) {
      expect(usage()).toContain(option);
    }
  });
});
