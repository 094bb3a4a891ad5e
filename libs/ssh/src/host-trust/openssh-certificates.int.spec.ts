import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeHostKey } from '../host-key.js';
import { fetchHostCertificate } from './fetch-host-certificate.js';
import { certificateAlgorithmsFor, judgeHostCertificate, parseHostCertificate } from './host-certificate.js';
import { namesHost, parseKnownHosts } from './known-hosts.js';

const SSHD = '/usr/sbin/sshd';
const KEYGEN = '/usr/bin/ssh-keygen';
const REMEDY = `${SSHD} and ${KEYGEN} are needed to check certificates against OpenSSH; remedy: apt-get install openssh-server`;

/** Key types of the host, with the name ssh-keygen has for them. */
const TYPES = [
  ['ssh-ed25519', ['-t', 'ed25519']],
  ['ecdsa-sha2-nistp256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa-sha2-nistp384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa-sha2-nistp521', ['-t', 'ecdsa', '-b', '521']],
  ['ssh-rsa', ['-t', 'rsa', '-b', '2048']],
] as const;
const AUTHORITIES = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa', ['-t', 'ecdsa', '-b', '384']],
  ['rsa', ['-t', 'rsa', '-b', '2048']],
] as const;

if (existsSync(SSHD) && existsSync(KEYGEN)) {
  describe('certificates of OpenSSH', () => {
    let folder: string;
    let sshd: ChildProcess;
    let port: number;

    const keygen = (...options: string[]) => execFileSync(KEYGEN, options, { cwd: folder, stdio: 'pipe' }).toString();
    const blobOf = async (file: string) =>
      Buffer.from((await readFile(join(folder, file), 'utf8')).split(' ')[1] ?? '', 'base64');
    const fetchOf = (type: string) =>
      fetchHostCertificate(connect(port, '127.0.0.1'), {
        algorithms: certificateAlgorithmsFor(type),
        timeoutMs: 10_000,
      });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sshd-ca-'));
      for (const [name, options] of AUTHORITIES) keygen('-q', '-N', '', ...options, '-f', `ca-${name}`);
      for (const [type, options] of TYPES) {
        keygen('-q', '-N', '', ...options, '-f', type);
        keygen(
          '-q',
          '-s',
          'ca-ed25519',
          '-I',
          `host ${type}`,
          '-h',
          '-n',
          '127.0.0.1,sdx',
          '-V',
          '-1d:+1d',
          `${type}.pub`,
        );
      }
      // Started by root, sshd insists on its empty folder.
      if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
      port = await freePort();
      const lines = ['ListenAddress 127.0.0.1', `Port ${port}`, 'PidFile none', 'StrictModes no', 'UsePAM no'];
      for (const [type] of TYPES) {
        lines.push(`HostKey ${join(folder, type)}`);
        if (type !== 'ecdsa-sha2-nistp521') lines.push(`HostCertificate ${join(folder, `${type}-cert.pub`)}`);
      }
      await writeFile(join(folder, 'sshd.conf'), `${lines.join('\n')}\n`);
      sshd = spawn(SSHD, ['-D', '-e', '-f', join(folder, 'sshd.conf')], { stdio: 'ignore' });
      while (sshd.exitCode === null && !(await accepts(port))) await pause(50);
    }, 60_000);

    afterAll(async () => {
      sshd.kill();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(TYPES.map(([type]) => type).filter((type) => type !== 'ecdsa-sha2-nistp521'))(
      'are fetched from sshd and believed for its %s key',
      async (type) => {
        const certificate = await fetchOf(type);
        const offered = describeHostKey(await blobOf(`${type}.pub`));
        expect(offered.algorithm).toBe(type);
        expect(certificate?.equals(await blobOf(`${type}-cert.pub`))).toBe(true);
        const verdict = judgeHostCertificate(certificate ?? Buffer.alloc(0), {
          authorities: [{ name: 'ours', blob: await blobOf('ca-ed25519.pub') }],
          names: ['127.0.0.1'],
          offered,
          nowMs: Date.now(),
          isRevoked: () => false,
        });
        expect(verdict).toEqual({ authority: 'ours', refusal: null });
      },
    );

    it('are not there for a key that nobody certified', async () => {
      await expect(fetchOf('ecdsa-sha2-nistp521')).resolves.toBeNull();
    });

    it.each(AUTHORITIES.map(([name]) => name))('of an authority with an %s key are believed', async (name) => {
      keygen('-q', '-s', `ca-${name}`, '-I', 'by each', '-h', 'ssh-ed25519.pub');
      const certificate = await blobOf('ssh-ed25519-cert.pub');
      const verdict = judgeHostCertificate(certificate, {
        authorities: [{ name, blob: await blobOf(`ca-${name}.pub`) }],
        names: ['10.1.0.5'],
        offered: describeHostKey(await blobOf('ssh-ed25519.pub')),
        nowMs: Date.now(),
        isRevoked: () => false,
      });
      expect(verdict).toEqual({ authority: name, refusal: null });
    });

    it.each([
      ['is for users', ['-n', 'somebody'], 'certificate-not-for-hosts'],
      ['ended yesterday', ['-h', '-V', '-2d:-1d'], 'certificate-expired'],
      ['begins tomorrow', ['-h', '-V', '+1d:+2d'], 'certificate-not-yet-valid'],
      ['names another host', ['-h', '-n', 'sdx-lon-01'], 'certificate-name-not-listed'],
      ['demands what is not defined', ['-h', '-O', 'critical:verify@example.net'], 'certificate-critical-option'],
    ])('are refused if one %s', async (_says, options, refusal) => {
      keygen('-q', '-s', 'ca-ed25519', '-I', 'for a spec', ...options, 'ssh-ed25519.pub');
      const verdict = judgeHostCertificate(await blobOf('ssh-ed25519-cert.pub'), {
        authorities: [{ name: 'ours', blob: await blobOf('ca-ed25519.pub') }],
        names: ['10.1.0.5'],
        offered: describeHostKey(await blobOf('ssh-ed25519.pub')),
        nowMs: Date.now(),
        isRevoked: () => false,
      });
      expect(verdict).toEqual({ authority: null, refusal });
    });

    it('carry what ssh-keygen was told', async () => {
      keygen('-q', '-s', 'ca-ed25519', '-I', 'the id', '-h', '-z', '42', '-n', 'a,b', 'ssh-ed25519.pub');
      const certificate = parseHostCertificate(await blobOf('ssh-ed25519-cert.pub'));
      expect(certificate).toMatchObject({ keyId: 'the id', serial: 42n, principals: ['a', 'b'], validUntilMs: null });
    });

    it('and its known_hosts with hashed names are read', async () => {
      const key = (await readFile(join(folder, 'ssh-ed25519.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
      await writeFile(join(folder, 'known'), `10.1.0.5 ${key}\n[10.1.0.6]:2222 ${key}\n`);
      keygen('-H', '-f', 'known');
      const { entries } = parseKnownHosts(await readFile(join(folder, 'known'), 'utf8'));
      expect(entries.map(({ names }) => names.kind)).toEqual(['hashed', 'hashed']);
      expect(
        entries.map(({ names }) => [namesHost(names, '10.1.0.5', 22), namesHost(names, '10.1.0.6', 2222)]),
      ).toEqual([
        [true, false],
        [false, true],
      ]);
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
