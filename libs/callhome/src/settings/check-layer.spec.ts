import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderSteps } from '../plan/render-steps.js';
import { SETTING_PROBLEMS, checkLayer } from './check-layer.js';

const codes = (set: unknown) => checkLayer(set).map(({ key, code }) => `${key}: ${code}`);
const address = (length: number) => `${'a'.repeat(length - '@corp.example'.length)}@corp.example`;

describe('checkLayer', () => {
  it.each<[says: string, set: unknown]>([
    ['nothing at all', {}],
    ['the device default for every kind of key', { emailAddress: null, proxy: null, enabled: null, destination: null }],
    ['an absent key', { emailAddress: undefined }],
    [
      'a whole set',
      {
        enabled: true,
        emailAddress: 'noc+sdx@corp.example',
        proxy: { address: '10.1.9.9', port: 3128 },
        heartbeatIntervalDays: 5,
        mode: 'Connector',
        uploadAlarm: false,
        uploadVia: 'instance',
        destination: 'dst_01J9CIS',
        review: 'hold',
        redaction: 'full',
        saveConfig: 'never',
      },
    ],
    ['no proxy', { proxy: 'none' }],
    ['an IPv6 proxy', { proxy: { address: '2001:db8::9', port: 1 } }],
    ['a proxy service', { proxy: { service: 'callhome_proxy', port: 65_535 } }],
    ['a mail address of 78 characters', { emailAddress: address(78) }],
    ['an interval of 30 days', { heartbeatIntervalDays: 30 }],
  ])('passes %s', (_says, set) => {
    expect(checkLayer(set)).toEqual([]);
  });

  it.each<[says: string, set: unknown, found: string[]]>([
    ['a list', [], [': not-a-set']],
    ['null', null, [': not-a-set']],
    ['a key nobody knows', { colour: 'red' }, ['colour: unknown-key']],
    ['a key of the object prototype', { constructor: true }, ['constructor: unknown-key']],
    ['a word for a switch', { enabled: 'yes' }, ['enabled: wrong-type']],
    ['a mode nobody knows', { mode: 'csp' }, ['mode: wrong-type']],
    ['a number for a mode', { mode: 1 }, ['mode: wrong-type']],
    ['an empty mail address', { emailAddress: ' ' }, ['emailAddress: empty']],
    ['a mail address of 79 characters', { emailAddress: address(79) }, ['emailAddress: too-long']],
    ['a mail address without @', { emailAddress: 'noc.corp.example' }, ['emailAddress: not-an-email']],
    ['two mail addresses', { emailAddress: 'a@x.example,b@x.example' }, ['emailAddress: not-an-email']],
    ['a line break in a mail address', { emailAddress: 'a@x.example\nreboot' }, ['emailAddress: unsafe-characters']],
    ['a quote in a mail address', { emailAddress: '"a"@x.example' }, ['emailAddress: unsafe-characters']],
    ['a mail address that reads as a flag', { emailAddress: '-a@x.example' }, ['emailAddress: unsafe-characters']],
    ['an interval of 0 days', { heartbeatIntervalDays: 0 }, ['heartbeatIntervalDays: out-of-range']],
    ['an interval of 31 days', { heartbeatIntervalDays: 31 }, ['heartbeatIntervalDays: out-of-range']],
    ['half a day', { heartbeatIntervalDays: 7.5 }, ['heartbeatIntervalDays: out-of-range']],
    ['an interval as text', { heartbeatIntervalDays: '7' }, ['heartbeatIntervalDays: wrong-type']],
    ['an interval of 4 days', { heartbeatIntervalDays: 4 }, ['heartbeatIntervalDays: heartbeat-below-5']],
    ['a proxy without a port', { proxy: { address: '10.1.9.9' } }, ['proxy: port-required']],
    ['a proxy with a port only', { proxy: { port: 80 } }, ['proxy: proxy-incomplete']],
    ['port 0', { proxy: { service: 'p', port: 0 } }, ['proxy: out-of-range']],
    ['port 65536', { proxy: { service: 'p', port: 65_536 } }, ['proxy: out-of-range']],
    ['a port as text', { proxy: { service: 'p', port: '80' } }, ['proxy: wrong-type']],
    ['a host name for an address', { proxy: { address: 'proxy.corp', port: 80 } }, ['proxy: not-an-address']],
    ['both proxy forms', { proxy: { address: '10.1.9.9', service: 'p', port: 80 } }, ['proxy: proxy-host-and-service']],
    ['a service name of 129 characters', { proxy: { service: 's'.repeat(129), port: 80 } }, ['proxy: too-long']],
    ['a service name with a pipe', { proxy: { service: 'a|b', port: 80 } }, ['proxy: unsafe-characters']],
    ['a password at a proxy', { proxy: { service: 'p', port: 80, password: 'x' } }, ['proxy: wrong-type']],
    ['a proxy as text', { proxy: '10.1.9.9:80' }, ['proxy: wrong-type']],
    ['a destination with a blank', { destination: 'dst 1' }, ['destination: unsafe-characters']],
    [
      'everything wrong at once',
      { enabled: 1, proxy: {}, heartbeatIntervalDays: 2 },
      [
        'enabled: wrong-type',
        'proxy: proxy-incomplete',
        'proxy: port-required',
        'heartbeatIntervalDays: heartbeat-below-5',
      ],
    ],
  ])('finds what is wrong with %s', (_says, set, found) => {
    expect(codes(set)).toEqual(found);
  });

  it('only warns of a short interval and refuses everything else', () => {
    const warnings = Object.entries(SETTING_PROBLEMS).filter(([, { level }]) => level === 'warning');
    expect(warnings.map(([code]) => code)).toEqual(['heartbeat-below-5']);
    expect(checkLayer({ heartbeatIntervalDays: 1 })[0]?.level).toBe('warning');
  });

  it('passes no text that the command line refuses', () => {
    const text = fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary', maxLength: 90 }));
    fc.assert(
      fc.property(text, text, fc.integer(), (emailAddress, service, port) => {
        if (checkLayer({ emailAddress }).length === 0) renderSteps([{ kind: 'setEmail', value: emailAddress }]);
        const proxy = { service, port };
        if (checkLayer({ proxy }).length === 0) renderSteps([{ kind: 'setProxy', proxy }]);
      }),
    );
  });
});
