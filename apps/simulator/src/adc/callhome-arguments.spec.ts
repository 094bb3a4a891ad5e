import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AdcConfig, CallhomeSettings } from '../fleet/appliance.js';
import { DEFAULT_CALLHOME, defaultAdcConfig } from './adc-config.js';
import { setCallhome, unsetCallhome } from './callhome-arguments.js';
import { splitWords } from './command-line.js';

function words(line: string): NonNullable<ReturnType<typeof splitWords>> {
  const cut = splitWords(line);
  if (cut === null) throw new Error(`the line ${line} has an open quote`);
  return cut;
}

function configWith(callhome: Partial<CallhomeSettings>): AdcConfig {
  return { ...defaultAdcConfig(BUILD), callhome: { ...DEFAULT_CALLHOME, ...callhome } };
}

const BUILD = '13.1-53.17';

describe('setCallhome', () => {
  it.each([
    ['a 79-character address', `-emailAddress ${'a'.repeat(79)}`, 'String length exceeds maximum [emailAddress, 78]'],
    ['an interval above 30', '-hbCustomInterval 31', 'Integer value exceeds maximum [hbCustomInterval, 30]'],
    ['an interval below 1', '-hbCustomInterval 0', 'Integer value below minimum [hbCustomInterval, 1]'],
    ['a negative interval', '-hbCustomInterval -3', 'Integer value below minimum [hbCustomInterval, 1]'],
    ['an interval that is no number', '-hbCustomInterval week', 'Invalid argument value [hbCustomInterval]'],
    ['an interval with a fraction', '-hbCustomInterval 1.5', 'Invalid argument value [hbCustomInterval]'],
    [
      'both forms of a proxy',
      '-IPAddress 192.0.2.1 -proxyAuthService callhome_proxy -port 80',
      'Arguments cannot both be specified [IPAddress, proxyAuthService]',
    ],
    ['an address without port', '-IPAddress 192.0.2.1', 'Argument pre-requisite missing [IPAddress, port]'],
    [
      'a service without port',
      '-proxyAuthService callhome_proxy',
      'Argument pre-requisite missing [proxyAuthService, port]',
    ],
    ['a proxy without any form', '-proxyMode YES', 'Argument pre-requisite missing [proxyMode, IPAddress]'],
    ['an unknown flag', '-heartbeat 3', 'No such argument [-heartbeat]'],
    ['a word that is no flag', 'admin@example.com', 'Invalid argument [admin@example.com]'],
    ['a flag at the end without value', '-emailAddress', 'Required argument value missing [emailAddress]'],
    ['a flag before another flag', '-emailAddress -proxyMode NO', 'Required argument value missing [emailAddress]'],
    ['an empty value', '-emailAddress ""', 'Invalid argument value [emailAddress]'],
    ['a bad IPv4 address', '-IPAddress 300.1.1.1 -port 80', 'Invalid IP address [IPAddress, 300.1.1.1]'],
    ['a bad IPv6 address', '-IPAddress 2001::1::2 -port 80', 'Invalid IPv6 address [IPAddress, 2001::1::2]'],
    ['an unknown service', '-proxyAuthService web -port 80', 'No such resource [proxyAuthService, web]'],
    [
      'a service name of 129 characters',
      `-proxyAuthService ${'s'.repeat(129)} -port 80`,
      'String length exceeds maximum [proxyAuthService, 128]',
    ],
    ['a bad word for the proxy mode', '-proxyMode MAYBE', 'Invalid argument value [proxyMode]'],
    ['a bad word for the mode', '-mode Home', 'Invalid argument value [mode]'],
    ['a port above 65535', '-IPAddress 192.0.2.1 -port 65536', 'Integer value exceeds maximum [port, 65535]'],
    ['a port below 1', '-IPAddress 192.0.2.1 -port 0', 'Integer value below minimum [port, 1]'],
    [
      'a flag given twice',
      '-hbCustomInterval 3 -HBcustomINTERVAL 4',
      'Argument has too many values [hbCustomInterval]',
    ],
    ['nothing', '', 'Too few arguments'],
  ])('refuses %s', (_mistake, line, error) => {
    expect(setCallhome(words(line), defaultAdcConfig(BUILD), BUILD)).toEqual({ ok: false, error });
  });

  it.each([
    ['hbCustomInterval before 12.0', '11.1-65.23', '-hbCustomInterval 3', 'No such argument [-hbCustomInterval]'],
    ['proxyAuthService before 12.0', '11.1-65.23', '-proxyAuthService p', 'No such argument [-proxyAuthService]'],
    ['mode before 12.1', '12.0-63.21', '-mode CSP', 'No such argument [-mode]'],
  ])('does not know %s', (_flag, build, line, error) => {
    expect(setCallhome(words(line), defaultAdcConfig(BUILD), build)).toEqual({ ok: false, error });
  });

  it.each<[string, string, Partial<CallhomeSettings>]>([
    ['an address', '-emailAddress a@example.com', { emailAddress: 'a@example.com' }],
    ['78 characters', `-emailAddress ${'a'.repeat(78)}`, { emailAddress: 'a'.repeat(78) }],
    ['flags in any case', '-EMAILADDRESS a@example.com', { emailAddress: 'a@example.com' }],
    ['a quoted value with a blank', '-emailAddress "a b@example.com"', { emailAddress: 'a b@example.com' }],
    ['a quoted value with a dash', '-emailAddress "-x@example.com"', { emailAddress: '-x@example.com' }],
    [
      'a whole proxy by address',
      '-proxyMode yes -IPAddress 2001:db8::1 -port 3128',
      { proxyMode: true, ipAddress: '2001:db8::1', port: '3128' },
    ],
    [
      'a whole proxy by service, in the words of the vendor example',
      '-emailAddress abc@xyz.com -proxyMode YES -proxyauthService callhome_proxy -port 80 -hbCustomInterval 6',
      {
        emailAddress: 'abc@xyz.com',
        proxyMode: true,
        proxyAuthService: 'callhome_proxy',
        port: '80',
        heartbeatDays: 6,
      },
    ],
    ['stars', '-IPAddress * -port *', { ipAddress: '*', port: '*' }],
    ['a mode in any case', '-mode csp', { mode: 'CSP' }],
  ])('takes %s', (_what, line, settings) => {
    expect(setCallhome(words(line), defaultAdcConfig(BUILD), BUILD)).toEqual({
      ok: true,
      settings: { ...DEFAULT_CALLHOME, ...settings },
    });
  });

  it('wants the old form of a proxy unset before the other one', () => {
    const byAddress = configWith({ proxyMode: true, ipAddress: '192.0.2.1', port: '80' });
    const line = words('-proxyAuthService callhome_proxy -port 80');
    expect(setCallhome(line, byAddress, BUILD)).toMatchObject({ ok: false });
    const unset = unsetCallhome(words('-IPAddress'), byAddress, BUILD);
    if (!unset.ok) throw new Error(unset.error);
    expect(setCallhome(line, { ...byAddress, callhome: unset.settings }, BUILD)).toMatchObject({ ok: true });
  });
});

describe('unsetCallhome', () => {
  it.each([
    ['no flag', '', 'Too few arguments'],
    ['a value', '-emailAddress a@example.com', 'Invalid argument [a@example.com]'],
    ['an unknown flag', '-nodeid', 'No such argument [-nodeid]'],
  ])('refuses %s', (_mistake, line, error) => {
    expect(unsetCallhome(words(line), defaultAdcConfig(BUILD), BUILD)).toEqual({ ok: false, error });
  });

  it('brings everything that was set back to the defaults', () => {
    const proxy = fc.oneof(
      fc.constant({}),
      fc.record({
        proxyMode: fc.boolean(),
        ipAddress: fc.ipV4(),
        port: fc.integer({ min: 1, max: 65_535 }).map(String),
      }),
    );
    const all = '-emailAddress -hbCustomInterval -proxyMode -ipaddress -proxyAuthService -port -mode';
    fc.assert(
      fc.property(proxy, fc.integer({ min: 1, max: 30 }), (settings, heartbeatDays) => {
        const config = configWith({ ...settings, heartbeatDays, emailAddress: 'a@example.com', mode: 'CSP' });
        expect(unsetCallhome(words(all), config, BUILD)).toEqual({ ok: true, settings: DEFAULT_CALLHOME });
      }),
    );
  });
});
