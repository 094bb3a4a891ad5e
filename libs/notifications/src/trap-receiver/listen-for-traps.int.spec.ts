import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { eventually } from '../../../testing/src/index.js';
import { snmpChannel, type SnmpSettings } from '../snmp/snmp-channel.js';
import { trapFor, type TrapEvent } from '../snmp/trap-for.js';
import { listenForTraps, type TrapHint, type TrapListener } from './listen-for-traps.js';

const SNMPTRAP = '/usr/bin/snmptrap';
const REMEDY = 'install the Debian package snmp, or set CI= and REQUIRE_SNMPTRAPD= to leave this out';
const KEY = 'a key for specs';
const FAILED_CARD: TrapEvent = { kind: 'raised', code: 'ssl-card-failure', address: '192.0.2.7', title: 'a card' };
const STRANGER = '198.51.100.1';
const HERE = { host: '127.0.0.1', communities: ['friends'], perSourcePerMinute: 10_000 };
const USER = { name: 'fleet', authenticationKey: KEY, privacyKey: KEY };

let listener: TrapListener;
let hints: TrapHint[];
beforeAll(async () => {
  listener = await listenForTraps({ ...HERE, port: 0, users: [USER] }, (hint) => hints.push(hint));
});
afterAll(() => listener.close());
beforeEach(() => {
  hints = [];
});

const v3 = (key: string): SnmpSettings['access'] => ({
  ...{ version: '3', engineId: '8000173f03020304050607' },
  user: { name: 'fleet', authentication: { protocol: 'sha256', key }, privacy: { protocol: 'aes128', key } },
});
const send = (event: TrapEvent, access: SnmpSettings['access'], port = listener.port) => {
  const trap = trapFor(event);
  if (trap === null) throw new Error('there is no such trap');
  return snmpChannel({ host: '127.0.0.1', port, access }).send(trap, AbortSignal.timeout(5000));
};
const friend = { version: '2c', community: 'friends' } as const;

describe('a trap of an appliance', () => {
  it.each([
    ['v2c', friend],
    ['v3', v3(KEY)],
  ] as const)('by SNMP %s is a hint of what may be wrong where', async (_says, access) => {
    await eventually(async () => {
      await send(FAILED_CARD, access);
      expect(hints).toContainEqual({
        ...{ sourceAddress: '127.0.0.1', sysIpAddress: '192.0.2.7', event: 'ssl-card-failure' },
      });
    });
  });

  it.each([
    [{ kind: 'upload', address: '192.0.2.7', status: 'x' }, 'upload'],
    [{ kind: 'raised', code: 'warm-restart', address: '192.0.2.7', title: 'x' }, 'warm-restart'],
    [{ kind: 'cleared', code: 'power-supply-failure', address: '2001:db8::1', title: 'x' }, 'power-supply-failure'],
  ] as const)('%j is understood', async (event, means) => {
    await eventually(async () => {
      await send(event, friend);
      const sysIpAddress = event.address.includes(':') ? null : event.address;
      expect(hints).toContainEqual({ sourceAddress: '127.0.0.1', event: means, sysIpAddress });
    });
  });

  it.each([
    ['another community', { version: '2c', community: 'strangers' }],
    ['another key', v3('another key for specs')],
  ] as const)('with %s is counted and says nothing', async (_says, access) => {
    const before = listener.counts();
    await eventually(async () => {
      await send({ ...FAILED_CARD, address: STRANGER }, access);
      const after = listener.counts();
      expect(after.unknownSender + after.unreadable).toBeGreaterThan(before.unknownSender + before.unreadable);
    });
    expect(hints.map((hint) => hint.sysIpAddress)).not.toContain(STRANGER);
  });
});

describe('a datagram that is no trap', () => {
  it.each([
    ['is empty', Buffer.alloc(0)],
    ['is text', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['claims a length that it has not', Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02])],
    ['is nested without end', Buffer.alloc(2000, 0x30)],
    ['is longer than any trap', Buffer.alloc(9000, 0x30)],
  ])('because it %s ends nothing', async (_says, bytes) => {
    const socket = createSocket('udp4');
    await new Promise((resolve) => socket.send(bytes, listener.port, '127.0.0.1', resolve));
    socket.close();
    await eventually(async () => {
      await send(FAILED_CARD, friend);
      expect(hints).not.toEqual([]);
    });
  });
});

describe('listenForTraps', () => {
  it('drops what comes too often from one address', async () => {
    let heard = 0;
    const strict = await listenForTraps({ ...HERE, port: 0, users: [], perSourcePerMinute: 3 }, () => heard++);
    await eventually(async () => {
      await send(FAILED_CARD, friend, strict.port);
      expect(strict.counts().tooMany).toBeGreaterThan(0);
    });
    expect(heard).toBeLessThanOrEqual(3 * 2); // a minute may have ended meanwhile
    await strict.close();
  });

  it('says that a port is taken', async () => {
    const again = listenForTraps({ ...HERE, port: listener.port, users: [] }, () => undefined);
    await expect(again).rejects.toMatchObject({ code: 'LISTEN_FAILED', details: { port: listener.port } });
  });
});

describe('a trap of a foreign program', () => {
  if (!existsSync(SNMPTRAP)) {
    it(`is checked where snmptrap is: ${REMEDY}`, () => {
      expect(Boolean(process.env['CI']) || process.env['REQUIRE_SNMPTRAPD'] === '1').toBe(false);
    });
    return;
  }

  it.each([
    ['v1', ['-v1', '-c', 'friends'], ['1.3.6.1.4.1.5951.1.1', '192.0.2.9', '6', '120', '']],
    ['v2c', ['-v2c', '-c', 'friends'], ['', '1.3.6.1.4.1.5951.1.1.0.120']],
    [
      'v3',
      [...['-v3', '-e', '0x8000173f03020304050608', '-u', 'fleet', '-l', 'authPriv'], ...['-a', 'SHA-256', '-A', KEY]],
      ['', '1.3.6.1.4.1.5951.1.1.0.120'],
    ],
  ])('by SNMP %s is heard', async (version, access, trap) => {
    const privacy = version === 'v3' ? ['-x', 'AES', '-X', KEY] : [];
    await eventually(async () => {
      const args = ['-m', '', ...access, ...privacy, `127.0.0.1:${listener.port}`, ...trap];
      await promisify(execFile)(SNMPTRAP, args, { env: { SNMP_PERSISTENT_DIR: '/nonexistent' } });
      expect(hints.map((hint) => hint.event)).toContain('hard-disk-error');
    });
  });
});
