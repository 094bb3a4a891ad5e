import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance, HostKey } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import { startSystem, type RunningSystem } from './running-system.js';

interface Traffic {
  connections: number;
  authOk: number;
  authFailed: number;
}

let system: RunningSystem;
let host: Appliance;
let name: string;
beforeAll(async () => {
  system = await startSystem({ hosts: 1, instances: 1, workers: 1 });
  const { ready, password } = system.simulator;
  const [simulated] = ready.hosts ?? [];
  if (!simulated) throw new Error('there is one host');
  name = simulated.name;
  const login = { name: 'fleet', username: ready.username, password };
  const { id: credentialId } = await system.call<{ id: string }>('POST', '/credentials', login);
  const { address, port } = simulated;
  host = await system.call('POST', '/appliances', {
    kind: 'sdx-host',
    name,
    address,
    port,
    instancePort: port,
    credentialId,
  });
}, 120_000);
afterAll(() => system.stop(), 60_000);

const now = () => system.call<Appliance>('GET', `/appliances/${host.id}`);
// A test opens a connection of its own; a check may go on with one whose key was judged when it was opened.
const look = () => system.call('POST', `/appliances/${host.id}/actions/test`);
const until = (state: Appliance['hostKey']['state'], check: (one: Appliance) => boolean = () => true) =>
  eventually(
    async () => {
      const one = await now();
      if (one.hostKey.state !== state || !check(one))
        throw new Error(`${one.hostKey.state}, ${one.reachability.cause ?? ''}`);
      return one;
    },
    { timeoutMs: 30_000 },
  );
const traffic = async (): Promise<Traffic> => {
  const stats = (await system.simulator.control('GET', '/stats')) as { appliances: Record<string, Traffic> };
  return stats.appliances[name] ?? { connections: 0, authOk: 0, authFailed: 0 };
};
const decide = (verb: 'approve' | 'revoke', fingerprint: string, reason: string | null) =>
  system.call<HostKey>('POST', `/appliances/${host.id}/host-keys/${encodeURIComponent(fingerprint)}/actions/${verb}`, {
    reason,
  });

describe('the host key of a new appliance', () => {
  it('waits for a person, and until then no login is tried', async () => {
    const waiting = await until('pending', (one) => one.reachability.cause === 'host-key-untrusted');
    expect(waiting.hostKey.offered).toMatch(/^SHA256:[\w+/]{43}$/);
    expect(await traffic()).toMatchObject({ authOk: 0, authFailed: 0 });
    expect((await traffic()).connections).toBeGreaterThan(0);
  });

  it('is approved, and the appliance is read at once', async () => {
    const { hostKey } = await now();
    expect(await decide('approve', hostKey.offered ?? '', null)).toMatchObject({
      state: 'trusted',
      decidedBy: 'admin',
    });
    const read = await until('trusted', (one) => one.lastSeenAt !== null);
    expect(read).toMatchObject({ credential: { state: 'valid' }, model: expect.any(String) as unknown });
  });

  it('blocks everything when it changes, with both fingerprints to compare', async () => {
    const before = await now();
    const logins = (await traffic()).authOk;
    await system.simulator.control('POST', `/appliances/${name}/host-key/rotate`, {});
    await look();
    const changed = await until('changed', (one) => one.reachability.cause === 'host-key-changed');
    expect(changed.hostKey.fingerprint).toBe(before.hostKey.fingerprint);
    expect(changed.hostKey.offered).not.toBe(before.hostKey.fingerprint);
    expect(await traffic()).toMatchObject({ authOk: logins, authFailed: 0 });
  });

  it('is trusted again when somebody accepts the new one, and the old one is kept', async () => {
    const { hostKey } = await now();
    await decide('approve', hostKey.offered ?? '', 'rebuilt on purpose');
    await until('trusted', (one) => one.reachability.cause === null);
    const keys = await system.all<HostKey>(`/appliances/${host.id}/host-keys`);
    expect(keys.map((key) => key.state).toSorted()).toEqual(['replaced', 'trusted']);
  });

  it('blocks everything once it is revoked, until a person approves it anew', async () => {
    const { hostKey } = await now();
    const fingerprint = hostKey.fingerprint ?? '';
    await decide('revoke', fingerprint, 'seen elsewhere');
    const logins = (await traffic()).authOk;
    await look();
    await until('revoked', (one) => one.reachability.cause === 'host-key-revoked');
    expect(await traffic()).toMatchObject({ authOk: logins, authFailed: 0 });
    await decide('approve', fingerprint, 'a false alarm');
    await until('trusted', (one) => one.reachability.cause === null);
  });
});
