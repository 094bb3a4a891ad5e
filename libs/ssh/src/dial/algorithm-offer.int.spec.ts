import { afterEach, describe, expect, it } from '@jest/globals';
import type { Algorithms } from 'ssh2';
import { openSession } from '../open-session.js';
import { Secret } from '../secret.js';
import { TEST_LIMITS } from '../session-under-test.fake.js';
import type { SshAlgorithms, SshTarget } from '../ssh-target.js';
import { oldRsaKey, startAlgorithmServer, type AlgorithmServer } from './algorithm-server.fake.js';

let server: AlgorithmServer;
afterEach(() => server.close());

const targetOf = (algorithms: SshAlgorithms): SshTarget => ({
  host: '127.0.0.1',
  port: server.port,
  username: 'nsroot',
  login: { kind: 'password', password: new Secret('anything') },
  channel: 'exec',
  trust: () => 'trusted',
  algorithms,
});

const rsa = oldRsaKey();

/** Each way in which an old build is out of date, and nothing else wrong with it. */
const OLD_SERVERS: { kind: string; name: string; old: Algorithms; hostKey?: string }[] = [
  { kind: 'kex', name: 'diffie-hellman-group14-sha1', old: { kex: ['diffie-hellman-group14-sha1'] } },
  { kind: 'kex', name: 'diffie-hellman-group1-sha1', old: { kex: ['diffie-hellman-group1-sha1'] } },
  { kind: 'host-key', name: 'ssh-rsa', old: { serverHostKey: ['ssh-rsa'] }, hostKey: rsa },
  { kind: 'cipher', name: 'aes128-cbc', old: { cipher: ['aes128-cbc'] } },
  { kind: 'cipher', name: '3des-cbc', old: { cipher: ['3des-cbc'] } },
  { kind: 'mac', name: 'hmac-sha1', old: { cipher: ['aes128-ctr'], hmac: ['hmac-sha1'] } },
];

describe('a server with old algorithms only', () => {
  it.each(OLD_SERVERS)('is refused over its $kind ($name), which the details name', async ({ kind, old, hostKey }) => {
    server = await startAlgorithmServer(old, hostKey);
    const details = { reason: 'no-common-algorithm', kind, algorithms: 'modern', port: server.port };
    await expect(openSession(targetOf('modern'), TEST_LIMITS)).rejects.toMatchObject({
      code: 'HANDSHAKE_FAILED',
      details,
      retryable: false,
    });
  });

  it.each(OLD_SERVERS)('is served where it is set to legacy: $kind $name', async ({ name, old, hostKey }) => {
    server = await startAlgorithmServer(old, hostKey);
    await (await openSession(targetOf('legacy'), TEST_LIMITS)).close();
    expect(Object.values(server.agreed[0] ?? {})).toContain(name);
  });

  it('that is out of date in everything is served where it is set to legacy', async () => {
    const old: Algorithms = {
      kex: ['diffie-hellman-group1-sha1'],
      serverHostKey: ['ssh-rsa'],
      cipher: ['3des-cbc'],
      hmac: ['hmac-sha1'],
    };
    server = await startAlgorithmServer(old, rsa);
    await (await openSession(targetOf('legacy'), TEST_LIMITS)).close();
    expect(server.agreed).toEqual([
      { kex: 'diffie-hellman-group1-sha1', serverHostKey: 'ssh-rsa', cipher: '3des-cbc', mac: 'hmac-sha1' },
    ]);
  });
});

describe('a server with both old and new algorithms', () => {
  it.each<[SshAlgorithms]>([['modern'], ['legacy']])('gets the new ones from %s', async (algorithms) => {
    server = await startAlgorithmServer({
      kex: ['diffie-hellman-group1-sha1', 'curve25519-sha256'],
      cipher: ['3des-cbc', 'aes256-ctr'],
      hmac: ['hmac-sha1', 'hmac-sha2-256'],
    });
    await (await openSession(targetOf(algorithms), TEST_LIMITS)).close();
    expect(server.agreed).toEqual([
      { kex: 'curve25519-sha256', serverHostKey: 'ssh-ed25519', cipher: 'aes256-ctr', mac: 'hmac-sha2-256' },
    ]);
  });

  it('that shares not even an old one is refused, and legacy is named as tried', async () => {
    server = await startAlgorithmServer({ cipher: ['aes256-gcm'] });
    const details = { reason: 'no-common-algorithm', kind: 'cipher', algorithms: 'legacy' };
    await expect(openSession(targetOf('legacy'), TEST_LIMITS)).rejects.toMatchObject({ details });
  });
});
