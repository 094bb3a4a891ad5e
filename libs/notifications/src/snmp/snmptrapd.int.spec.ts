import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, launchTrapDaemon, trapDaemonRemedy, type TrapDaemon } from '../../../testing/src/index.js';
import { snmpChannel, type SnmpSettings } from './snmp-channel.js';
import { trapFor } from './trap-for.js';

const ENGINE_ID = '8000173f03020304050607';
const KEY = 'a key for specs';

const user = (name: string, privacy: 'aes128' | 'aes256' | null) => ({
  name,
  authentication: { protocol: 'sha256' as const, key: KEY },
  privacy: privacy === null ? null : { protocol: privacy, key: KEY },
});

// net-snmp counts AES-256 in the way of Blumenthal, as the channel does.
const CONFIGURATION = `
createUser -e 0x${ENGINE_ID} signed SHA-256 "${KEY}"
createUser -e 0x${ENGINE_ID} secret SHA-256 "${KEY}" AES "${KEY}"
authUser log signed auth
authUser log secret priv
`;

describe('a trap, as net-snmp decodes it', () => {
  const remedy = trapDaemonRemedy();
  if (remedy !== null) {
    it(`is checked where snmptrapd is: ${remedy}`, () => {
      expect(Boolean(process.env['CI']) || process.env['REQUIRE_SNMPTRAPD'] === '1').toBe(false);
    });
    return;
  }

  let daemon: TrapDaemon;
  beforeAll(async () => {
    daemon = await launchTrapDaemon(CONFIGURATION);
  });
  afterAll(() => daemon.stop());

  const access: readonly [string, SnmpSettings['access']][] = [
    ['SNMP v2c', { version: '2c', community: 'public' }],
    ['SNMP v3, signed', { version: '3', engineId: ENGINE_ID, user: user('signed', null) }],
    ['SNMP v3, signed and encrypted', { version: '3', engineId: ENGINE_ID, user: user('secret', 'aes128') }],
  ];

  it.each(access)('has the names of the vendor by %s', async (says, how) => {
    const status = `delivered ${says}`;
    const trap = trapFor({ kind: 'upload', address: '192.0.2.7', status });
    if (trap === null) throw new Error('no trap for an upload');
    const channel = snmpChannel({ host: '127.0.0.1', port: daemon.port, access: how });
    // A trap may be lost: that is UDP.
    await eventually(async () => {
      expect(await channel.send(trap, AbortSignal.timeout(5000))).toMatchObject({ kind: 'sent' });
      expect(daemon.said()).toContain(`callHomeUploadEventStatusMsg.0 = ${status}`);
    });
    const line = daemon
      .said()
      .split('\n')
      .find((each) => each.includes(status));
    expect(line).toContain('snmpTrapOID.0 = NS-TRAPS-MIB::callHomeUploadEvent');
    expect(line).toContain('sysIpAddress.0 = 192.0.2.7');
  });

  it('is not taken with a community that the receiver does not know', async () => {
    const send = (community: string, title: string) => {
      const trap = trapFor({ kind: 'raised', code: 'ssl-card-failure', address: '192.0.2.7', title });
      if (trap === null) throw new Error('no trap for a failed card');
      const access = { version: '2c', community } as const;
      return snmpChannel({ host: '127.0.0.1', port: daemon.port, access }).send(trap, AbortSignal.timeout(5000));
    };
    expect(await send('wrong', 'from a stranger')).toMatchObject({ kind: 'sent' });
    // What comes after it is heard, so that it is not on its way any more.
    await eventually(async () => {
      await send('public', 'from a friend');
      expect(daemon.said()).toContain('from a friend');
    });
    expect(daemon.said()).not.toContain('from a stranger');
  });
});

describe('the settings of a receiver', () => {
  const v3 = { version: '3', engineId: ENGINE_ID, user: user('secret', 'aes128') } as const;
  it.each<[string, Partial<SnmpSettings>, string]>([
    ['a port that there is not', { port: 0 }, 'port'],
    ['no community', { access: { version: '2c', community: '' } }, 'community'],
    ['an engine id that is none', { access: { ...v3, engineId: 'abc' } }, 'engineId'],
    [
      'a key of seven characters',
      { access: { ...v3, user: { ...v3.user, authentication: { protocol: 'sha', key: '1234567' } } } },
      'user.authentication.key',
    ],
    [
      'encryption without a signature',
      { access: { ...v3, user: { ...v3.user, authentication: null } } },
      'user.authentication',
    ],
  ])('are refused with %s', (_says, settings, setting) => {
    let refused: unknown;
    try {
      snmpChannel({ host: '127.0.0.1', port: 162, access: v3, ...settings });
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'SETTINGS_INVALID', details: { setting } });
  });
});
