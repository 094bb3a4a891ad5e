import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicBlob } from '../appliance-server.fake.js';
import { startForeign, stopForeign, type RunningServer } from '../foreign-server.fake.js';
import { newKeyPair } from '../key-pair.fake.js';
import { openSession } from '../open-session.js';
import { Secret } from '../secret.js';
import { TEST_LIMITS } from '../session-under-test.fake.js';
import type { JumpHop, SshTarget } from '../ssh-target.js';

const SSHD = '/usr/sbin/sshd';
const REMEDY = `${SSHD} is not here, so no jump through OpenSSH was checked; remedy: apt-get install openssh-server`;

const keys = newKeyPair();
const hostKeys = newKeyPair();

async function startSshd(folder: string, name: string, options: readonly string[]): Promise<RunningServer> {
  const config = join(folder, `${name}.conf`);
  const lines = [
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host_key')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    ...options,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return startForeign((port) => [SSHD, '-D', '-e', '-p', `${port}`, '-f', config]);
}

const account = {
  host: '127.0.0.1',
  username: userInfo().username,
  login: { kind: 'key', privateKey: new Secret(keys.private) },
  trust: (key: { blob: Buffer }) => (key.blob.equals(publicBlob(hostKeys.public)) ? 'trusted' : 'changed'),
  algorithms: 'modern',
} as const;
const hopOf = ({ port }: { port: number }): JumpHop => ({ kind: 'jump', port, ...account });
const targetOf = ({ port }: { port: number }, via: JumpHop[]): SshTarget => ({
  port,
  ...account,
  channel: 'exec',
  via,
});

if (existsSync(SSHD)) {
  describe('a jump through OpenSSH', () => {
    let folder: string;
    let forwards: RunningServer;
    let refuses: RunningServer;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sshd-jump-'));
      await writeFile(join(folder, 'host_key'), hostKeys.private, { mode: 0o600 });
      await writeFile(join(folder, 'authorized_keys'), `${keys.public}\n`);
      // Started by root, sshd insists on its empty folder.
      if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
      forwards = await startSshd(folder, 'forwards', []);
      refuses = await startSshd(folder, 'refuses', ['AllowTcpForwarding no']);
    });

    afterAll(async () => {
      await Promise.all([forwards, refuses].map(stopForeign));
      await rm(folder, { recursive: true, force: true });
    });

    it('runs commands, also through two jumps', async () => {
      const session = await openSession(targetOf(refuses, [hopOf(forwards), hopOf(forwards)]), TEST_LIMITS);
      await expect(session.run('seq 1 100000 | tail -1')).resolves.toBe('100000\n');
      await session.close();
    });

    it.each<[string, string, number, string]>([
      ['a port where nothing listens', '127.0.0.1', 1, 'CONNECT_REFUSED'],
      ['a name nobody knows', 'no-such-host.invalid', 22, 'DNS_FAILED'],
    ])('reads what OpenSSH says about %s', async (_what, host, port, code) => {
      const through = `127.0.0.1:${forwards.port}`;
      const opening = openSession({ ...targetOf({ port }, [hopOf(forwards)]), host }, TEST_LIMITS);
      await expect(opening).rejects.toMatchObject({ code, details: { host, port, through } });
    });

    it('blames a jump host that may not forward', async () => {
      const opening = openSession(targetOf(forwards, [hopOf(refuses)]), TEST_LIMITS);
      const details = { hop: `127.0.0.1:${refuses.port}`, hopCode: 'CHANNEL_REFUSED', reason: 'forwarding-refused' };
      await expect(opening).rejects.toMatchObject({ code: 'JUMP_FAILED', details });
    });
  });
} else {
  it('needs OpenSSH where it is required', () => {
    process.stderr.write(`${REMEDY}\n`);
    expect(Boolean(process.env['CI']) || process.env['REQUIRE_SSHD'] === '1').toBe(false);
  });
}
