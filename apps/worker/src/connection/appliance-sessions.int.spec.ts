import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placeOf, type HostAuthority, type ImportedKey } from '../../../../libs/persistence/src/index.js';
import { describeHostKey, readPublicKeyLine, Secret, SessionPool } from '../../../../libs/ssh/src/index.js';
import { eventually, openTestStores, type TestStores } from '../../../../libs/testing/src/index.js';
import { ApplianceSessions, type Attempt } from './appliance-sessions.js';
import { outcomeOfFailure } from './outcome-of-failure.js';

const SSHD = '/usr/sbin/sshd';
const KEYGEN = '/usr/bin/ssh-keygen';
const REMEDY = `${SSHD} and ${KEYGEN} are needed to show a host certificate; remedy: apt-get install openssh-server`;

/** A server, and what it logged of logins: with DEBUG it writes a line for each request that carries a name or more. */
interface RecordingServer {
  readonly port: number;
  readonly process: ChildProcess;
  readonly log: () => string;
}

const BEGUN = /Connection from 127\.0\.0\.1 port (\d+) on/g;
const ENDED = /(?:closed by|reset by|[Dd]isconnect(?:ed)? from|negotiate with) .*?127\.0\.0\.1 port (\d+)/g;

if (existsSync(SSHD) && existsSync(KEYGEN)) {
  describe('a connection to an appliance whose key nobody approved', () => {
    let folder: string;
    let test: TestStores;
    let certified: RecordingServer;
    let expired: RecordingServer;
    let plain: RecordingServer;
    let authority: HostAuthority;
    let fingerprint: string;

    const keygen = (...options: string[]) => execFileSync(KEYGEN, options, { cwd: folder, stdio: 'pipe' });
    const keyOf = async (file: string) => {
      const key = readPublicKeyLine(await readFile(join(folder, file), 'utf8'));
      if (key === null) throw new Error(`${file} is no public key`);
      return key;
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sshd-trust-'));
      for (const name of ['ca', 'host', 'user']) keygen('-q', '-N', '', '-t', 'ed25519', '-f', name);
      await writeFile(join(folder, 'authorized_keys'), await readFile(join(folder, 'user.pub')));
      // Started by root, sshd insists on its empty folder.
      if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
      certified = await serve('certified', ['-h', '-n', '127.0.0.1']);
      expired = await serve('expired', ['-h', '-V', '-2d:-1d']);
      plain = await serve('plain', null);
      test = await openTestStores();
      const { algorithm, blob, fingerprint: ofCa } = await keyOf('ca.pub');
      const publicKey = blob.toString('base64');
      const fresh = { name: 'fleet ca', algorithm, fingerprint: ofCa, publicKey, hosts: [], site: null };
      authority = await test.stores.hostAuthorities.add(fresh, 'specs');
      ({ fingerprint } = await keyOf('host.pub'));
    }, 60_000);

    afterAll(async () => {
      for (const { process } of [certified, expired, plain]) process.kill();
      await test.close();
      await rm(folder, { recursive: true, force: true });
    });

    async function serve(name: string, certificate: readonly string[] | null): Promise<RecordingServer> {
      const port = await freePort();
      const lines = [
        'ListenAddress 127.0.0.1',
        `Port ${port}`,
        `HostKey ${join(folder, 'host')}`,
        `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
        'LogLevel DEBUG1',
        'PidFile none',
        'StrictModes no',
        'UsePAM no',
        'PermitRootLogin prohibit-password',
      ];
      if (certificate !== null) {
        keygen('-q', '-s', 'ca', '-I', name, ...certificate, 'host.pub');
        const file = join(folder, `${name}-cert.pub`);
        await writeFile(file, await readFile(join(folder, 'host-cert.pub')));
        lines.push(`HostCertificate ${file}`);
      }
      const config = join(folder, `${name}.conf`);
      await writeFile(config, `${lines.join('\n')}\n`);
      const process = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
      let log = '';
      process.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
      while (process.exitCode === null && !(await accepts(port))) await pause(50);
      return { port, process, log: () => log };
    }

    /** Requests for a login, once the server has nothing more to write about any connection that it took. */
    const loginsAt = (server: RecordingServer): Promise<number> =>
      eventually(async () => {
        const log = server.log();
        const ended = new Set([...log.matchAll(ENDED)].map(([, port]) => port));
        const open = [...log.matchAll(BEGUN)].filter(([, port]) => !ended.has(port));
        if (open.length > 0) throw new Error(`${open.length} connections are not over`);
        return log.match(/userauth-request for user/g)?.length ?? 0;
      });

    interface Known {
      policy?: 'approve' | 'trust-first' | 'pinned';
      site?: string | null;
      /** Makes it an instance of a host that stands there. */
      hostSite?: string;
      keys?: readonly { fingerprint: string; state: 'trusted' | 'revoked' }[];
      authorities?: readonly HostAuthority[];
    }

    let number = 0;
    /** Adds an appliance at the address of a server. */
    async function addAt(
      { port }: RecordingServer,
      { policy = 'approve', site = null, hostSite }: Known,
    ): Promise<string> {
      const { appliances, instances } = test.stores;
      number += 1;
      const fresh = {
        name: `mpx-${number}`,
        address: `127.0.0.${number}`,
        port,
        credentialId: null,
        instanceCredentialId: null,
        instancePort: port,
        hostKeyPolicy: policy,
        jumpHostId: null,
        algorithms: 'modern',
        channel: 'exec',
        groups: [],
      } as const;
      if (hostSite === undefined)
        return (await appliances.add({ ...fresh, kind: 'mpx', site, groups: [] }, null, 'specs')).id;
      const host = await appliances.add({ ...fresh, kind: 'sdx-host', site: hostSite, groups: [] }, null, 'specs');
      const seen = { uuid: `vm-${number}`, name: `vpx-${number}`, address: `127.0.1.${number}` };
      const [id = ''] = (await instances.reconcile(host.id, [seen])).ids;
      await appliances.patch(id, { channel: 'exec' }, 1);
      return id;
    }

    /** Connects as a sweep does: with what the database has of an appliance at the address of a server. */
    async function attemptAt(server: RecordingServer, known: Known) {
      const { stores } = test;
      const id = await addAt(server, known);
      const keyed = (state: string): ImportedKey[] =>
        (known.keys ?? [])
          .filter((key) => key.state === state)
          .map((key) => ({ applianceId: id, fingerprint: key.fingerprint, algorithm: 'ssh-ed25519' }));
      await stores.hostTrust.importKeys(
        { trust: keyed('trusted'), revoke: keyed('revoked'), authorities: [] },
        'specs',
      );
      const [facts] = await stores.appliances.facts([id]);
      if (facts === undefined) throw new Error('the appliance is there');
      const place = { ...placeOf(facts, null), address: '127.0.0.1' };
      const privateKey = new Secret(await readFile(join(folder, 'user'), 'utf8'));
      const credential = { id: 'crd_1', username: userInfo().username, login: { kind: 'key' as const, privateKey } };
      const attempt: Attempt = { offeredKey: null };
      const before = await loginsAt(server);
      const pool = new SessionPool();
      const sites: (string | null)[] = [];
      const watched: Pick<SessionPool, 'use' | 'evict'> = {
        use: (use, signal, work) => {
          sites.push(use.site ?? null);
          return pool.use(use, signal, work);
        },
        evict: (prefix) => pool.evict(prefix),
      };
      const sessions = new ApplianceSessions(watched);
      try {
        const { authorities = [authority] } = known;
        const to = { facts, place, credential, via: [], authorities };
        const { signal } = new AbortController();
        const output = await sessions.use(to, { attempt, signal }, (session) => session.run('echo in'));
        await pool.close();
        const [answer] = output.split('\n'); // sshd adds its own notes below
        return { cause: null, answer, attempt, sites, logins: (await loginsAt(server)) - before };
      } catch (error) {
        const outcome = outcomeOfFailure(error, attempt);
        const cause = outcome.kind === 'read' ? null : outcome.cause;
        return { cause, answer: null, attempt, sites, logins: (await loginsAt(server)) - before };
      }
    }

    const ofSite = (site: string) => [{ ...authority, site }];
    it('is let in on the word of an authority, which is noted', async () => {
      const { answer, attempt, logins } = await attemptAt(certified, {});
      expect(answer).toBe('in');
      expect(attempt.offeredKey).toEqual({
        fingerprint,
        algorithm: 'ssh-ed25519',
        verdict: 'certified',
        authority: 'fleet ca',
      });
      expect(logins).toBeGreaterThan(0);
    });

    it.each<[string, Known, string]>([
      ['its own', { site: 'emea' }, 'emea'],
      ['that of its host', { hostSite: 'emea' }, 'emea'],
    ])(
      'is let in on the word of the authority for its site, %s, and waits in the line of that site',
      async (...row) => {
        const [, known, site] = row;
        const { answer, attempt, sites } = await attemptAt(certified, { ...known, authorities: ofSite(site) });
        expect([answer, attempt.offeredKey?.verdict]).toEqual(['in', 'certified']);
        expect(new Set(sites)).toEqual(new Set([site]));
      },
    );

    it('is let in with a new key that an authority vouches for, in place of the trusted one', async () => {
      const old = { fingerprint: describeHostKey(Buffer.from('another')).fingerprint, state: 'trusted' } as const;
      const { answer, attempt } = await attemptAt(certified, { keys: [old] });
      expect([answer, attempt.offeredKey?.verdict]).toEqual(['in', 'certified']);
    });

    it('asks nobody where the key is trusted already', async () => {
      const { answer, attempt } = await attemptAt(expired, { keys: [{ fingerprint, state: 'trusted' }] });
      expect([answer, attempt.offeredKey?.verdict, attempt.refusal]).toEqual(['in', 'trusted', undefined]);
    });

    const ofHosts = (...hosts: string[]) => [{ ...authority, hosts }];
    it.each<[string, () => RecordingServer, () => Known, string]>([
      ['nobody is an authority', () => certified, () => ({ authorities: [] }), 'host-key-untrusted'],
      [
        'the authority is for another site',
        () => certified,
        () => ({ site: 'emea', authorities: ofSite('apac') }),
        'host-key-untrusted',
      ],
      [
        'the authority is for another site than that of its host',
        () => certified,
        () => ({ hostSite: 'emea', authorities: ofSite('apac') }),
        'host-key-untrusted',
      ],
      [
        'the authority is for other hosts',
        () => certified,
        () => ({ authorities: ofHosts('*.example.net') }),
        'host-key-untrusted',
      ],
      ['it has no certificate', () => plain, () => ({}), 'host-key-untrusted'],
      ['its certificate has ended', () => expired, () => ({}), 'certificate-expired'],
      [
        'the certificate is by somebody else',
        () => certified,
        () => ({ authorities: [{ ...authority, publicKey: '' }] }),
        'certificate-authority-unknown',
      ],
      [
        'its key is revoked',
        () => certified,
        () => ({ keys: [{ fingerprint, state: 'revoked' }] }),
        'host-key-revoked',
      ],
      [
        'its key is revoked, first contact or not',
        () => plain,
        () => ({ policy: 'trust-first', keys: [{ fingerprint, state: 'revoked' }] }),
        'host-key-revoked',
      ],
      [
        'another key is pinned',
        () => certified,
        () => ({ policy: 'pinned', keys: [{ fingerprint: 'SHA256:x', state: 'trusted' }] }),
        'host-key-changed',
      ],
    ])('ends without a single request for a login when %s', async (_says, server, known, cause) => {
      const result = await attemptAt(server(), known());
      expect({ cause: result.cause, logins: result.logins }).toEqual({ cause, logins: 0 });
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
  const socket = connectTcp(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
