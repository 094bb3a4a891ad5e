import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderSteps } from '../plan/render-steps.js';
import { checkLayer } from './check-layer.js';
import { SETTINGS, SETTING_KEYS } from './setting.js';
import { SETTING_PROBLEMS } from './setting-problem.js';

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
    ['a blank in a mail address', { emailAddress: 'a b@x.example' }, ['emailAddress: not-an-email']],
    ['a mail address of blanks around it', { emailAddress: ' a@x.example' }, ['emailAddress: not-an-email']],
    ['a command substitution', { emailAddress: '$(reboot)@x.example' }, ['emailAddress: unsafe-characters']],
    ['a backtick', { emailAddress: '`id`@x.example' }, ['emailAddress: unsafe-characters']],
    ['a second command', { emailAddress: 'a@x.example;reboot' }, ['emailAddress: unsafe-characters']],
    ['a quote that closes', { emailAddress: 'a@x.example" -port "1' }, ['emailAddress: unsafe-characters']],
    ['a backslash', { emailAddress: 'a\\@x.example' }, ['emailAddress: unsafe-characters']],
    ['a NUL', { emailAddress: 'a\0@x.example' }, ['emailAddress: unsafe-characters']],
    ['a letter outside ASCII', { emailAddress: 'jörg@x.example' }, ['emailAddress: unsafe-characters']],
    ['a domain outside ASCII', { emailAddress: 'a@exämple.org' }, ['emailAddress: unsafe-characters']],
    ['a mail address with two @', { emailAddress: 'a@b@x.example' }, ['emailAddress: not-an-email']],
    ['a mail address that ends in a dot', { emailAddress: 'a@x.example.' }, ['emailAddress: not-an-email']],
    ['a mail address that reads as a flag', { emailAddress: '-a@x.example' }, ['emailAddress: unsafe-characters']],
    ['an interval of 0 days', { heartbeatIntervalDays: 0 }, ['heartbeatIntervalDays: out-of-range']],
    ['an interval of 31 days', { heartbeatIntervalDays: 31 }, ['heartbeatIntervalDays: out-of-range']],
    ['half a day', { heartbeatIntervalDays: 7.5 }, ['heartbeatIntervalDays: out-of-range']],
    ['an interval of 4.5 days', { heartbeatIntervalDays: 4.5 }, ['heartbeatIntervalDays: out-of-range']],
    ['an interval of no number', { heartbeatIntervalDays: Number.NaN }, ['heartbeatIntervalDays: out-of-range']],
    ['an interval with its unit', { heartbeatIntervalDays: '7d' }, ['heartbeatIntervalDays: wrong-type']],
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

  it.each<[says: string, set: Record<string, unknown>, error: number, text: string]>([
    ['79 characters', { emailAddress: address(79) }, 1106, 'String length exceeds maximum [emailAddress, 78]'],
    ['31 days', { heartbeatIntervalDays: 31 }, 1108, 'Integer value exceeds maximum [hbCustomInterval, 30]'],
    ['0 days', { heartbeatIntervalDays: 0 }, 1109, 'Integer value below minimum [hbCustomInterval, 1]'],
    ['days with a unit', { heartbeatIntervalDays: '7d' }, 1097, 'Invalid argument value [hbCustomInterval]'],
    ['4.5 days', { heartbeatIntervalDays: 4.5 }, 1097, 'Invalid argument value [hbCustomInterval]'],
    [
      'both proxy forms',
      { proxy: { address: '10.1.9.9', service: 'p', port: 80 } },
      1092,
      'Arguments cannot both be specified [IPAddress, proxyAuthService]',
    ],
    [
      'an address without port',
      { proxy: { address: '10.1.9.9' } },
      1093,
      'Argument pre-requisite missing [IPAddress, port]',
    ],
    [
      'a service without port',
      { proxy: { service: 'p' } },
      1093,
      'Argument pre-requisite missing [proxyAuthService, port]',
    ],
    ['port 65536', { proxy: { service: 'p', port: 65_536 } }, 1108, 'Integer value exceeds maximum [port, 65535]'],
    ['port 0', { proxy: { service: 'p', port: 0 } }, 1109, 'Integer value below minimum [port, 1]'],
    ['half a port', { proxy: { service: 'p', port: 80.5 } }, 1097, 'Invalid argument value [port]'],
    [
      '129 characters of a service',
      { proxy: { service: 's'.repeat(129), port: 1 } },
      1106,
      'String length exceeds maximum [proxyAuthService, 128]',
    ],
    ['a name for an address', { proxy: { address: 'proxy.corp', port: 80 } }, 1110, 'Invalid IP address [IPAddress]'],
    ['an unknown mode', { mode: 'Turbo' }, 1097, 'Invalid argument value [mode]'],
  ])('names key, range and the rule of the appliance for %s', (_says, set, error, text) => {
    const [problem, ...more] = checkLayer(set);
    const [key = ''] = Object.keys(set);
    const range = SETTING_KEYS.filter((each) => each === key).map((each) => SETTINGS[each].range)[0] ?? 'no range';
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ key, range, deviceRule: { error, text }, level: 'error' });
    expect(problem?.detail).toContain(range);
    expect(problem?.detail).toContain(`error ${error}, ${text}`);
  });

  it.each<[says: string, set: Record<string, unknown>]>([
    ['a port only, which the vendor does not document', { proxy: { port: 80 } }],
    ['a text that no command line carries, so that no appliance sees it', { emailAddress: 'a@x.example;reboot' }],
    ['a setting of the controller', { review: 'maybe' }],
  ])('claims no rule of the appliance for %s', (_says, set) => {
    const [problem] = checkLayer(set);
    expect(problem).toMatchObject({ deviceRule: null, range: expect.any(String) });
    expect(problem?.detail).toMatch(/; expected: .+$/);
  });

  it('only warns of a short interval and refuses everything else', () => {
    const warnings = Object.entries(SETTING_PROBLEMS).filter(([, { level }]) => level === 'warning');
    expect(warnings.map(([code]) => code)).toEqual(['lock-without-reason', 'heartbeat-below-5']);
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
