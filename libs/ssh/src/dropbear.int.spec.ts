import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicBlob } from './appliance-server.fake.js';
import { expectExecAppliance, expectShellAppliance } from './foreign-session.fake.js';
import { startForeign, stopForeign, writeApplianceProgram, type RunningServer } from './foreign-server.fake.js';
import { describeHostKey } from './host-key.js';
import { newKeyPair } from './key-pair.fake.js';
import { openSession } from './open-session.js';
import { Secret } from './secret.js';
import { TEST_LIMITS } from './session-under-test.fake.js';
import type { SshTarget } from './ssh-target.js';

const DROPBEAR = '/usr/sbin/dropbear';
/** dropbear reads authorized keys from the account's home alone, so it is shown another home in its own mounts. */
const OWN_MOUNTS = ['unshare', '--mount'] as const;

const missing = [
  ...(existsSync(DROPBEAR) ? [] : [`${DROPBEAR} is not here; remedy: apt-get install dropbear-bin`]),
  ...(spawnSync(OWN_MOUNTS[0], [...OWN_MOUNTS.slice(1), 'true']).status === 0
    ? []
    : ['mounts of its own are not allowed to this account; remedy: run as root with CAP_SYS_ADMIN']),
];

const keys = newKeyPair();

/** A host key in dropbear's own form, and its public half. */
function newHostKey(path: string): Buffer {
  const made = spawnSync('dropbearkey', ['-t', 'ed25519', '-f', path], { encoding: 'utf8' });
  return publicBlob(/^ssh-ed25519 \S+/m.exec(made.stdout)?.[0] ?? '');
}

if (missing.length === 0) {
  describe('a session with dropbear', () => {
    let folder: string;
    let hostKey: Buffer;
    let plain: RunningServer;
    let appliance: RunningServer;

    const start = (options: readonly string[]): Promise<RunningServer> =>
      startForeign((port) => {
        const server = [DROPBEAR, '-r', join(folder, 'host_key'), '-F', '-E', '-s', '-p', `127.0.0.1:${port}`];
        const script = 'mount --bind "$0" "$1" && shift && exec "$@"';
        const { homedir } = userInfo();
        return [...OWN_MOUNTS, 'sh', '-c', script, join(folder, 'home'), homedir, ...server, '-P', '', ...options];
      });

    const targetOf = (server: RunningServer, changes: Partial<SshTarget> = {}): SshTarget => ({
      host: '127.0.0.1',
      port: server.port,
      username: userInfo().username,
      login: { kind: 'key', privateKey: new Secret(keys.private) },
      channel: 'exec',
      algorithms: 'modern',
      trust: (key) => (key.blob.equals(hostKey) ? 'trusted' : 'changed'),
      ...changes,
    });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'dropbear-'));
      await mkdir(join(folder, 'home', '.ssh'), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, 'home', '.ssh', 'authorized_keys'), `${keys.public}\n`, { mode: 0o600 });
      hostKey = newHostKey(join(folder, 'host_key'));
      plain = await start([]);
      appliance = await start(['-c', await writeApplianceProgram(folder)]);
    });

    afterAll(async () => {
      await Promise.all([plain, appliance].map(stopForeign));
      await rm(folder, { recursive: true, force: true });
    });

    it('runs commands and brings both streams', async () => {
      const session = await openSession(targetOf(plain), TEST_LIMITS);
      expect(session.hostKey).toEqual(describeHostKey(hostKey));
      await expect(session.run('echo out; echo err >&2; exit 3')).resolves.toBe('out\nerr\n');
      await session.close();
    });

    it('reads an appliance on exec, found by probing', () => expectExecAppliance(targetOf(appliance)));

    it('reads an appliance on a terminal', () => expectShellAppliance(targetOf(appliance)));

    it('is refused with a key it does not know, and with a password', async () => {
      const stranger = { kind: 'key', privateKey: new Secret(newKeyPair().private) } as const;
      await expect(openSession(targetOf(plain, { login: stranger }), TEST_LIMITS)).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        details: { reason: 'refused' },
      });
      const login = { kind: 'password', password: new Secret('anything') } as const;
      await expect(openSession(targetOf(plain, { login }), TEST_LIMITS)).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        details: { reason: 'method-not-offered' },
      });
    });

    it('is dropped over a changed host key', async () => {
      const opening = openSession(targetOf(plain, { trust: () => 'changed' }), TEST_LIMITS);
      const { algorithm, fingerprint } = describeHostKey(hostKey);
      await expect(opening).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED', details: { algorithm, fingerprint } });
    });
  });
} else {
  it('needs dropbear where it is required', () => {
    process.stderr.write(`nothing was checked against dropbear: ${missing.join('; ')}\n`);
    // A program can be installed where it is required; the right to mount cannot.
    const isRequired = !existsSync(DROPBEAR) && (Boolean(process.env['CI']) || process.env['REQUIRE_DROPBEAR'] === '1');
    expect({ isRequired, missing }).toEqual({ isRequired: false, missing });
  });
}
