import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { readFile } from './read-file.js';
import { rolloutWishes } from './rollout-block.js';

const HEAD = { apiVersion: 'sdx/v1', kind: 'CallHome', metadata: { name: 'spec' } };
const found = (file: object) =>
  readFile(stringify({ ...HEAD, ...file })).problems.map(({ pointer, code }) => [pointer, code]);
const inFleet = (settings: object) => ({ scopes: { fleet: { settings } } });

describe('a file is refused', () => {
  it.each<[string, object, string, string]>([
    ['of another version', { apiVersion: 'sdx/v2' }, '/apiVersion', 'invalid-value'],
    ['of another kind', { kind: 'Fleet' }, '/kind', 'invalid-value'],
    ['without a name', { metadata: {} }, '/metadata/name', 'required'],
    ['with a name of odd characters', { metadata: { name: '../x' } }, '/metadata/name', 'invalid-format'],
    ['with an unknown part', { scope: {} }, '/scope', 'unknown-key'],
    ['with an unknown place', { scopes: { regions: {} } }, '/scopes/regions', 'unknown-key'],
    ['with an unknown word in a scope', { scopes: { fleet: { setings: {} } } }, '/scopes/fleet/setings', 'unknown-key'],
    ['with a site that cannot be called that', { scopes: { sites: { 'a/b': {} } } }, '/scopes/sites/a~1b', 'name'],
    ['with an interval of 0', inFleet({ heartbeatIntervalDays: 0 }), '/scopes/fleet/settings/heartbeatIntervalDays', 'out-of-range'],
    ['with an interval of 31', inFleet({ heartbeatIntervalDays: 31 }), '/scopes/fleet/settings/heartbeatIntervalDays', 'out-of-range'],
    ['with an interval in words', inFleet({ heartbeatIntervalDays: '7d' }), '/scopes/fleet/settings/heartbeatIntervalDays', 'wrong-type'],
    ['with an address without a port', inFleet({ proxy: { address: '10.1.1.1' } }), '/scopes/fleet/settings/proxy', 'port-required'],
    ['with a port alone', inFleet({ proxy: { port: 80 } }), '/scopes/fleet/settings/proxy', 'proxy-incomplete'],
    ['with a proxy in both forms', inFleet({ proxy: { address: '10.1.1.1', service: 's', port: 1 } }), '/scopes/fleet/settings/proxy', 'proxy-host-and-service'],
    ['with a long address', inFleet({ emailAddress: `${'a'.repeat(70)}@x.example` }), '/scopes/fleet/settings/emailAddress', 'too-long'],
    ['with a command in it', inFleet({ emailAddress: '$(reboot)@x.example' }), '/scopes/fleet/settings/emailAddress', 'unsafe-characters'],
    ['with a key without a value', inFleet({ mode: null }), '/scopes/fleet/settings/mode', 'empty-value'],
    ['with a merge key', inFleet({ '<<': { mode: 'CSP' } }), '/scopes/fleet/settings/<<', 'unknown-key'],
    ['with wrong values to refer to', { defaults: { uploadAlarm: 'yes' } }, '/defaults/uploadAlarm', 'wrong-type'],
    ['with a lock of an unknown key', { scopes: { fleet: { lock: ['mode', 'proxi'] } } }, '/scopes/fleet/lock/1', 'unknown-key'],
    ['with a lock twice', { scopes: { fleet: { lock: ['mode', 'mode'] } } }, '/scopes/fleet/lock/1', 'locked-twice'],
    ['with a reason for no lock', { scopes: { fleet: { lockReasons: { mode: 'x' } } } }, '/scopes/fleet/lockReasons/mode', 'reason-without-lock'],
    ['with an end where nothing ends', { scopes: { hosts: { h: { expires: '2036-01-01' } } } }, '/scopes/hosts/h/expires', 'unknown-key'],
    ['with an end that is no day', { scopes: { instances: { i: { expires: 'soon' } } } }, '/scopes/instances/i/expires', 'invalid-union'],
    ['with two words for one thing', { scopes: { instances: { i: { note: 'a', reason: 'b' } } } }, '/scopes/instances/i/reason', 'note-and-reason'],
    ['with a priority that is none', { scopes: { groups: { g: { priority: 0 } } } }, '/scopes/groups/g/priority', 'too-small'],
    ['with an empty wave', { rollout: { waves: [5, 0] } }, '/rollout/waves/1/targets', 'targets-out-of-range'],
    ['with a wave of more than all', { rollout: { waves: ['101%'] } }, '/rollout/waves/0/percent', 'percent-out-of-range'],
    ['with a wave in words', { rollout: { waves: ['some'] } }, '/rollout/waves/0', 'not-a-wave'],
    ['without waves', { rollout: { waves: [] } }, '/rollout/waves', 'no-waves'],
    ['with a time without a unit', { rollout: { bake: '10' } }, '/rollout/bake', 'invalid-format'],
    ['with a bake of years', { rollout: { bake: '169h' } }, '/rollout/bake', 'custom'],
    ['with a limit of more than all', { rollout: { stop: { failed: '101%' } } }, '/rollout/stop/failed', 'invalid-format'],
  ])('%s', (_says, file, pointer, code) => {
    expect(found(file)).toEqual([[pointer, code]]);
  }); // prettier-ignore

  it.each([
    ['a text', 'hello'],
    ['a list', '- a'],
  ])('if it is %s', (_says, text) => {
    expect(readFile(text)).toMatchObject({ file: null, problems: [{ pointer: '', code: 'invalid-type', line: 1 }] });
  });

  it('with what may have been meant', () => {
    const details = (file: object) => readFile(stringify({ ...HEAD, ...file })).problems.map(({ detail }) => detail);
    expect(details({ scopes: { site: {} } })).toEqual(['there is no such key; did you mean sites?']);
    expect(details(inFleet({ emailaddress: 'a@b.example' }))[0]).toContain('did you mean emailAddress?');
    expect(details(inFleet({ zzzzzzzzzz: 1 }))[0]).not.toContain('did you mean');
  });
});

describe('the rollout of a file', () => {
  it('is what a rollout is ordered by, in its own units', () => {
    const text = stringify({
      ...HEAD,
      rollout: {
        waves: [5, '2.5%', { name: 'rest', percent: 100 }],
        bake: '2h',
        stop: { failed: '10%', failedMax: 5 },
        gate: 'manual',
      },
    });
    expect(rolloutWishes(readFile(text).file?.rollout)).toEqual({
      waves: [{ targets: 5 }, { percent: 2.5 }, { name: 'rest', percent: 100 }],
      bakeSeconds: 7200,
      gate: 'manual',
      limits: { failedPercentOfWave: 10, failedInAll: 5, unreachablePercentOfWave: undefined },
      askApproval: false,
    });
    expect(rolloutWishes(undefined)).toEqual({ askApproval: false });
  });
});

describe('a file with everything in it', () => {
  it('is read, with the values that aliases stand for', () => {
    const lines = [
      'apiVersion: sdx/v1',
      'kind: CallHome',
      'metadata: {name: emea, owner: git}',
      'prune: listed',
      'defaults: &base {enabled: true, emailAddress: noc@corp.example, mode: Default, heartbeatIntervalDays: 7}',
      'scopes:',
      '  fleet: {settings: *base}',
      '  sites: {emea: {settings: {proxy: {address: 10.1.8.8, port: 3128}}}}',
      '  groups: {pci: {priority: 50, settings: {heartbeatIntervalDays: default}, lock: [proxy], note: PCI egress}}',
      '  hosts: {sdx-lon-01: {settings: {heartbeatIntervalDays: 14}}}',
      '  instances: {sdx-fra-03/vpx-pay-2: {settings: {enabled: false}, reason: PAY-412, expires: 2036-03-31}}',
      'rollout: {waves: [5, "5%", "100%"], bake: 10m, stop: {failed: "10%", unreachable: "10%"}, approval: required}',
    ];
    const { file, problems } = readFile(lines.join('\n'));
    expect(problems).toEqual([]);
    expect(file?.scopes.fleet?.settings).toEqual({
      enabled: true,
      emailAddress: 'noc@corp.example',
      mode: 'Default',
      heartbeatIntervalDays: 7,
    });
    expect(file?.scopes.instances?.['sdx-fra-03/vpx-pay-2']?.expires).toBe('2036-03-31');
  });
});
