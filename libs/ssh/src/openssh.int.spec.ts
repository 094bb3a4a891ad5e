import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicBlob } from './appliance-server.fake.js';
import { expectExecAppliance, expectShellAppliance } from './foreign-session.fake.js';
import { startForeign, stopForeign, writeApplianceProgram, type RunningServer } from './foreign-server.fake.js';
import { describeHostKey } from './host-key.js';
import { openSession } from './open-session.js';
import { readPrivateKey } from './read-private-key.js';
import { Secret } from './secret.js';
import { TEST_LIMITS } from './session-under-test.fake.js';
import type { SshLogin, SshTarget } from './ssh-target.js';
import { newKeyPair } from './key-pair.fake.js';

const SSHD = '/usr/sbin/sshd';
const REMEDY = `${SSHD} is not here, so nothing was checked against OpenSSH; remedy: apt-get install openssh-server`;

const keys = newKeyPair();
const hostKeys = newKeyPair();
const rsa = newRsaKey();

/** An RSA key with a passphrase, and its line for the server. */
function newRsaKey(): { login: SshLogin & { kind: 'key' }; line: string } {
  const passphrase = 'opens the key';
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
  const login = {
    kind: 'key',
    privateKey: new Secret(privateKey.export(options).toString()),
    passphrase: new Secret(passphrase),
  } as const;
  return { login, line: `ssh-rsa ${readPrivateKey(login)?.getPublicSSH().toString('base64') ?? ''}` };
}

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
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PrintMotd no',
    'Subsystem sftp internal-sftp',
    ...options,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return startForeign((port) => [SSHD, '-D', '-e', '-p', `${port}`, '-f', config]);
}

if (existsSync(SSHD)) {
  describe('a session with OpenSSH', () => {
    let folder: string;
    let plain: RunningServer;
    let terminal: RunningServer;
    let appliance: RunningServer;

    const targetOf = (sshd: RunningServer, changes: Partial<SshTarget> = {}): SshTarget => ({
      host: '127.0.0.1',
      port: sshd.port,
      username: userInfo().username,
      login: { kind: 'key', privateKey: new Secret(keys.private) },
      channel: 'exec',
      algorithms: 'modern',
      trust: (key) => (key.blob.equals(publicBlob(hostKeys.public)) ? 'trusted' : 'changed'),
      ...changes,
    });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sshd-'));
      await writeFile(join(folder, 'host_key'), hostKeys.private, { mode: 0o600 });
      await writeFile(join(folder, 'authorized_keys'), `${keys.public}\n${rsa.line}\n`);
      await writeFile(join(folder, 'banner'), '#  > authorized users only  #\n'.repeat(500));
      // Started by root, sshd insists on its empty folder.
      if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
      plain = await startSshd(folder, 'plain', []);
      terminal = await startSshd(folder, 'terminal', [`ForceCommand env PS1='ns> ' bash --norc --noprofile -i`]);
      appliance = await startSshd(folder, 'appliance', [
        `ForceCommand ${await writeApplianceProgram(folder)}`,
        'Banner ' + join(folder, 'banner'),
      ]);
    });

    afterAll(async () => {
      await Promise.all([plain, terminal, appliance].map(stopForeign));
      await rm(folder, { recursive: true, force: true });
    });

    it('runs commands and brings both streams', async () => {
      const session = await openSession(targetOf(plain), TEST_LIMITS);
      expect(session.hostKey).toEqual(describeHostKey(publicBlob(hostKeys.public)));
      await expect(session.run('echo out; echo err >&2; exit 3')).resolves.toBe('out\nerr\n');
      await expect(session.run('seq 1 200000 | tail -1')).resolves.toBe('200000\n');
      await session.close();
    });

    it('fetches 5 MB without a change and removes the file', async () => {
      const content = randomBytes(5 * 1024 * 1024);
      const path = join(folder, 'bundle');
      await writeFile(path, content);
      const session = await openSession(targetOf(plain), TEST_LIMITS);
      const { bytes, stream } = await session.fetch(path);
      const digest = createHash('sha256');
      for await (const chunk of stream) digest.update(chunk as Buffer);
      expect([bytes, digest.digest('hex')]).toEqual([
        content.length,
        createHash('sha256').update(content).digest('hex'),
      ]);
      await session.remove(path);
      expect(existsSync(path)).toBe(false);
      await expect(session.fetch(path)).rejects.toMatchObject({ code: 'FILE_MISSING' });
      await session.close();
    });

    it('reads a real terminal, with its echo and its terminal codes', async () => {
      const session = await openSession(targetOf(terminal, { channel: 'shell' }), TEST_LIMITS);
      await expect(session.run('echo one two')).resolves.toBe('one two\n');
      await expect(session.run('printf "a\\nb\\n"')).resolves.toBe('a\nb\n');
      await expect(session.run('stty size')).resolves.toBe('10000 512\n');
      await expect(session.run('seq 1 20000 | tail -1')).resolves.toBe('20000\n');
      await expect(session.run(`echo ${'long '.repeat(180)}`)).resolves.toBe(`${'long '.repeat(180).trim()}\n`);
      await expect(session.run('exit')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    });

    it('reads an appliance on exec, found by probing', () => expectExecAppliance(targetOf(appliance)));

    it('reads an appliance on a terminal', () => expectShellAppliance(targetOf(appliance)));

    it('gets a shell where a forced command starts one in place of the probe', async () => {
      const target = targetOf(terminal, { channel: 'auto', probe: 'show ns version' });
      const session = await openSession(target, { ...TEST_LIMITS, commandTimeoutMs: 2_000 });
      expect(session.channel).toBe('shell');
      await expect(session.run('echo one')).resolves.toBe('one\n');
      await session.close();
    });

    it('logs in with an RSA key over SHA-2', async () => {
      const session = await openSession(targetOf(plain, { login: rsa.login }), TEST_LIMITS);
      await expect(session.run('echo in')).resolves.toBe('in\n');
      await session.close();
    });

    it('goes on with a file from the middle', async () => {
      const content = randomBytes(500_000);
      const path = join(folder, 'resumed');
      await writeFile(path, content);
      const session = await openSession(targetOf(plain), TEST_LIMITS);
      const { stream } = await session.fetch(path, { from: 300_001 });
      expect(content.subarray(300_001).equals(Buffer.concat(await stream.toArray()))).toBe(true);
      await expect(session.stat(path)).resolves.toEqual({ bytes: 500_000, modifiedAt: expect.any(Date) });
      await expect(session.fetch(path, { from: 500_001 })).rejects.toMatchObject({ code: 'FILE_CHANGED' });
      await session.close();
    });

    it('is refused with a key it does not know', async () => {
      const stranger = new Secret(newKeyPair().private);
      const opening = openSession(targetOf(plain, { login: { kind: 'key', privateKey: stranger } }), TEST_LIMITS);
      await expect(opening).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { reason: 'refused' } });
    });

    it('offers no password where none is accepted', async () => {
      const login = { kind: 'password', password: new Secret('anything') } as const;
      const opening = openSession(targetOf(plain, { login }), TEST_LIMITS);
      await expect(opening).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { reason: 'method-not-offered' } });
    });

    it('is dropped over a changed host key', async () => {
      const opening = openSession(targetOf(plain, { trust: () => 'changed' }), TEST_LIMITS);
      const details = {
        algorithm: 'ssh-ed25519',
        fingerprint: describeHostKey(publicBlob(hostKeys.public)).fingerprint,
      };
      await expect(opening).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED', details });
    });
  });
} else {
  it('needs OpenSSH where it is required', () => {
    process.stderr.write(`${REMEDY}\n`);
    expect({ required: Boolean(process.env['CI']) || process.env['REQUIRE_SSHD'] === '1', remedy: REMEDY }).toEqual({
      required: false,
      remedy: REMEDY,
    });
  });
}
