import { describe, expect, it } from '@jest/globals';
import { parseShowCallhome } from '../../../netscaler-cli/src/index.js';
import { observeCallHome } from './observe-call-home.js';
import type { CallHomeReadings } from './observe-call-home.js';

const NEWER = `
        Registration with Citrix upload server SUCCESSFUL
        Mode: Default
        Contact email address: admin@example.com
        Heartbeat custom interval (days): 7
        Proxy Mode: YES
        Proxy IP Address: 192.0.2.10
        Proxy Authentication Service:
        Proxy Port: 3128
 Done`;
const OLDER = `
	E-mail address configured:
        Heartbeat Custom Interval(days): 20
 Done`;

const read = (output: string | null, given: Partial<CallHomeReadings> = {}) =>
  observeCallHome({
    callhome: output === null ? null : parseShowCallhome(output),
    feature: 'on',
    config: { changedSinceSaved: false },
    release: '13.1',
    ...given,
  });
const withProxy = (...lines: string[]) => `Mode: Default\n${lines.join('\n')}\n Done`;

describe('observeCallHome', () => {
  it('puts the readings of a newer build together', () => {
    expect(read(NEWER, { alarm: { state: 'disabled' } })).toEqual({
      enabled: true,
      emailAddress: 'admin@example.com',
      heartbeatIntervalDays: 7,
      mode: 'Default',
      proxy: { address: '192.0.2.10', port: 3128 },
      proxyResidue: [],
      uploadAlarm: false,
      unsaved: false,
      shown: ['emailAddress', 'heartbeatIntervalDays', 'mode', 'proxy', 'enabled', 'uploadAlarm'],
      release: '13.1',
    });
  });

  it('says what an older build does not print, and keeps "no mail address" apart from "not read"', () => {
    const observed = read(OLDER);
    expect([observed.emailAddress, observed.mode, observed.proxy]).toEqual([null, null, null]);
    expect(observed.shown).toEqual(['emailAddress', 'heartbeatIntervalDays', 'enabled']);
  });

  it('knows nothing when nothing could be read', () => {
    const nothing = { callhome: null, feature: 'unknown', config: null, release: null } as const;
    expect(observeCallHome(nothing)).toEqual({
      enabled: null,
      emailAddress: null,
      heartbeatIntervalDays: null,
      mode: null,
      proxy: null,
      proxyResidue: [],
      uploadAlarm: null,
      unsaved: null,
      shown: [],
      release: null,
    });
  });

  it.each([
    [
      'a service',
      ['Proxy Mode: YES', 'Proxy Authentication Service: px', 'Proxy Port: 80'],
      { service: 'px', port: 80 },
      [],
    ],
    ['no proxy', ['Proxy Mode: NO'], 'none', []],
    [
      'a proxy that is switched off and still stored',
      ['Proxy Mode: NO', 'Proxy IP Address: 192.0.2.10', 'Proxy Port: 80'],
      'none',
      ['address', 'port'],
    ],
    ['a proxy without its port', ['Proxy Mode: YES', 'Proxy IP Address: 192.0.2.10'], null, []],
    [
      'both forms at once',
      ['Proxy Mode: YES', 'Proxy IP Address: 192.0.2.10', 'Proxy Authentication Service: px', 'Proxy Port: 80'],
      null,
      [],
    ],
    ['neither form', ['Proxy Mode: YES', 'Proxy Port: 80'], null, []],
    ['an address without a mode', ['Proxy IP Address: 192.0.2.10', 'Proxy Port: 80'], null, []],
  ])('reads %s', (_says, lines, proxy, residue) => {
    const observed = read(withProxy(...lines));
    expect([observed.proxy, observed.proxyResidue]).toEqual([proxy, residue]);
  });

  it.each([
    ['on', ['DISABLED'], true],
    ['off', ['ENABLED'], false],
    ['unknown', ['ENABLED', 'SUCCESSFUL'], true],
    ['unknown', ['DISABLED'], false],
    ['unknown', ['SUCCESSFUL'], null],
  ] as const)('takes feature %s and status %j for enabled %s', (feature, registration, enabled) => {
    const callhome = { ...parseShowCallhome(NEWER), registration: [...registration] };
    expect(read(null, { callhome, feature }).enabled).toBe(enabled);
  });

  it.each([
    ['DEFAULT', 'Default'],
    ['csp', 'CSP'],
    ['Something', 'Something'],
  ])('reads mode %s as %s', (printed, mode) => {
    expect(read(`Mode: ${printed}\n Done`).mode).toBe(mode);
  });
});
