import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicBlob } from './appliance-server.fake.js';
import { describeHostKey } from './host-key.js';
import { openSession } from './open-session.js';
import { Secret } from './secret.js';
import { TEST_LIMITS } from './session-under-test.fake.js';
import type { SshTarget } from './ssh-target.js';
import { newKeyPair } from './key-pair.fake.js';

const SSHD = '/usr/sbin/sshd';
const REMEDY = `${SSHD} is not here, so nothing was checked against OpenSSH; remedy: apt-get install openssh-server`;

interface RunningSshd {
  readonly port: number;
  readonly process: ChildProcess;
}

const keys = newKeyPair();
const hostKeys = newKeyPair();

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

async function startSshd(folder: string, name: string, options: readonly string[]): Promise<RunningSshd> {
  const port = await freePort();
  const config = join(folder, `${name}.conf`);
  const lines = [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
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
  const process = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: 'ignore' });
  while (process.exitCode === null && !(await accepts(port))) await pause(50);
  return { port, process };
}

if (existsSync(SSHD)) {
  describe('a session with OpenSSH', () => {
    let folder: string;
    let plain: RunningSshd;
    let terminal: RunningSshd;

    const targetOf = (sshd: RunningSshd, changes: Partial<SshTarget> = {}): SshTarget => ({
      host: '127.0.0.1',
      port: sshd.port,
      username: userInfo().username,
      login: { kind: 'key', privateKey: new Secret(keys.private) },
      channel: 'exec',
      trust: (key) => (key.blob.equals(publicBlob(hostKeys.public)) ? 'trusted' : 'changed'),
      ...changes,
    });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sshd-'));
      await writeFile(join(folder, 'host_key'), hostKeys.private, { mode: 0o600 });
      await writeFile(join(folder, 'authorized_keys'), `${keys.public}\n`);
      // Started by root, sshd insists on its empty folder.
      if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
      plain = await startSshd(folder, 'plain', []);
      terminal = await startSshd(folder, 'terminal', [`ForceCommand env PS1='ns> ' bash --norc --noprofile -i`]);
    });

    afterAll(async () => {
      plain.process.kill();
      terminal.process.kill();
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
