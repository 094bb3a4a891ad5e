import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseShowCallhome } from '../show-callhome/parse-show-callhome.js';
import { setCallhome, type SetCallhomeArguments } from './set-callhome.js';

describe('setCallhome', () => {
  it.each<[string, SetCallhomeArguments, string[]]>([
    ['nothing', {}, []],
    ['an address to write to', { emailAddress: 'a@example.com' }, ['set callhome -emailAddress a@example.com']],
    ['the heartbeat', { heartbeatIntervalDays: 7 }, ['set callhome -hbCustomInterval 7']],
    ['the mode', { mode: 'CSP' }, ['set callhome -mode CSP']],
    [
      'a proxy by address, port and mode in one line',
      { proxy: { address: '192.0.2.10', port: 3128 } },
      ['set callhome -proxyMode YES -IPAddress 192.0.2.10 -port 3128'],
    ],
    [
      'a proxy by service',
      { proxy: { service: 'proxy one', port: 80 } },
      ['set callhome -proxyMode YES -proxyAuthService "proxy one" -port 80'],
    ],
    ['no proxy', { proxy: 'none' }, ['set callhome -proxyMode NO']],
    [
      'two settings in a line each',
      { emailAddress: 'a@example.com', heartbeatIntervalDays: 30 },
      ['set callhome -emailAddress a@example.com', 'set callhome -hbCustomInterval 30'],
    ],
  ])('sets %s', (_sentence, settings, expected) => {
    expect(setCallhome(settings)).toEqual(expected);
  });

  it.each<[string, SetCallhomeArguments]>([
    ['emailAddress', { emailAddress: '' }],
    ['emailAddress', { emailAddress: `${'a'.repeat(67)}@example.com` }],
    ['emailAddress', { emailAddress: 'a@example.com -proxyMode NO"' }],
    ['emailAddress', { emailAddress: 'a@example.com\nreboot -f' }],
    ['hbCustomInterval', { heartbeatIntervalDays: 0 }],
    ['hbCustomInterval', { heartbeatIntervalDays: 31 }],
    ['hbCustomInterval', { heartbeatIntervalDays: 1.5 }],
    ['hbCustomInterval', { heartbeatIntervalDays: Number.NaN }],
    ['mode', { mode: 'default' }],
    ['port', { proxy: { address: '192.0.2.1', port: 0 } }],
    ['port', { proxy: { service: 'p', port: 65_536 } }],
    ['IPAddress', { proxy: { address: 'proxy.example.com', port: 80 } }],
    ['proxyAuthService', { proxy: { service: 'p'.repeat(129), port: 80 } }],
  ])('refuses a bad %s: %j', (argument, settings) => {
    const details = expect.objectContaining({ argument });
    expect(() => setCallhome(settings)).toThrow(expect.objectContaining({ code: 'ARGUMENT_REFUSED', details }));
  });

  it('accepts the longest address', () => {
    const emailAddress = `${'a'.repeat(66)}@example.com`;
    expect(setCallhome({ emailAddress })).toEqual([`set callhome -emailAddress ${emailAddress}`]);
  });

  it('is shown by the appliance as it was asked for', () => {
    const port = fc.integer({ min: 1, max: 65_535 });
    const word = fc.string({ unit: fc.constantFrom(...Array.from('aZ09_.:@=# ')), minLength: 1, maxLength: 60 });
    const service = word.map((text) => text.trim()).filter((text) => /^[A-Za-z0-9_]/.test(text));
    const settings = fc.record({
      emailAddress: fc
        .emailAddress({ size: '-1' })
        .filter((address) => address.length <= 78 && /^[\w.+@-]+$/.test(address) && !address.startsWith('-')),
      heartbeatIntervalDays: fc.integer({ min: 1, max: 30 }),
      mode: fc.constantFrom('Default', 'CSP', 'Connector'),
      proxy: fc.oneof(
        fc.record({ address: fc.oneof(fc.ipV4(), fc.ipV6()), port }),
        fc.record({ service, port }),
        fc.constant<'none'>('none'),
      ),
    });
    fc.assert(
      fc.property(settings, (asked) => {
        const { emailAddress, heartbeatIntervalDays, mode, proxy } = asked;
        const read = parseShowCallhome(showAfter(setCallhome(asked)));
        expect(read).toMatchObject({ emailAddress, heartbeatIntervalDays, mode, unrecognised: [] });
        expect(read).toMatchObject({
          proxyMode: proxy === 'none' ? 'NO' : 'YES',
          proxyAddress: proxy !== 'none' && 'address' in proxy ? proxy.address : null,
          proxyService: proxy !== 'none' && 'service' in proxy ? proxy.service : null,
          proxyPort: proxy === 'none' ? null : proxy.port,
        });
      }),
    );
  });
});

/** A tiny appliance: takes the flags of each line apart and prints them under its labels. */
function showAfter(lines: readonly string[]): string {
  const flags = new Map<string, string>();
  for (const line of lines) {
    const words = line.match(/"[^"]*"|\S+/g) ?? [];
    for (let at = 2; at < words.length; at += 2) {
      flags.set(words[at] ?? '', (words[at + 1] ?? '').replace(/^"(.*)"$/, '$1'));
    }
  }
  return [
    `\tMode: ${flags.get('-mode')}`,
    `\tContact email address: ${flags.get('-emailAddress')}`,
    `\tHeartbeat custom interval (days): ${flags.get('-hbCustomInterval')}`,
    `\tProxy Mode: ${flags.get('-proxyMode')}`,
    `\tProxy IP Address: ${flags.get('-IPAddress') ?? ''}`,
    `\tProxy Authentication Service: ${flags.get('-proxyAuthService') ?? ''}`,
    `\tProxy Port: ${flags.get('-port') ?? ''}`,
    ' Done',
  ].join('\r\n');
}
