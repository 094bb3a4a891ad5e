import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { HostKey } from '../appliances/appliance.table.js';
import type { ReadFacts, Reading } from '../readings/reading.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

let number = 0;
async function appliance(pinned: string | null = null): Promise<string> {
  number += 1;
  const row = await test.stores.appliances.add(
    {
      kind: 'sdx-host',
      name: `sdx-${number}`,
      address: `192.0.2.${number}`,
      port: 22,
      credentialId: null,
      instanceCredentialId: null,
      instancePort: 22,
      hostKeyPolicy: 'approve',
      jumpHostId: null,
      algorithms: 'modern',
      channel: 'auto',
      site: null,
      groups: [],
    },
    pinned,
    'specs',
  );
  return row.id;
}

type Offer = NonNullable<Reading['offeredKey']>;
const READ: ReadFacts = {
  model: '14040',
  serial: 'S1',
  hostId: 'H1',
  release: '13.1',
  build: '13.1-53.17',
  mode: 'standalone',
  boot: { earliestMs: Date.UTC(2026, 10, 1), latestMs: Date.UTC(2026, 10, 1) + 1000 },
  callHome: null,
  registration: null,
  totalSslCores: 16,
  unrecognised: {},
  components: [],
  findings: [],
};

function reading(applianceId: string, outcome: Reading['outcome'], offeredKey: Offer | null = null): Reading {
  const rest = { channel: null, suppress: null, reportedByHost: [], retryInSeconds: null };
  return { applianceId, at: new Date(), outcome, offeredKey, ...rest };
}
const offer = (id: string, fingerprint: string, verdict: Offer['verdict'], authority?: string) =>
  test.stores.readings.record([
    reading(
      id,
      verdict === 'certified' || verdict === 'first-contact'
        ? { kind: 'read', facts: READ }
        : { kind: 'blocked', cause: 'host-key' },
      { fingerprint, algorithm: 'ssh-ed25519', verdict, ...(authority !== undefined && { authority }) },
    ),
  ]);
const read = (id: string, more: Partial<ReadFacts>) =>
  test.stores.readings.record([reading(id, { kind: 'read', facts: { ...READ, ...more } })]);
const approve = (applianceId: string, fingerprint: string, reason: string | null = null) =>
  test.stores.hostTrust.approve({ applianceId, fingerprint, by: 'a person', reason });
const revoke = (applianceId: string, fingerprint: string) =>
  test.stores.hostTrust.revoke({ applianceId, fingerprint, by: 'a person', reason: 'stolen' });
const keysOf = async (id: string): Promise<Record<string, HostKey['state']>> =>
  Object.fromEntries((await test.stores.appliances.hostKeys(id)).map((key) => [key.fingerprint, key.state]));
const observed = async (id: string) => {
  const [facts] = await test.stores.appliances.facts([id]);
  if (facts === undefined) throw new Error('the appliance is there');
  return facts.observation;
};
const eventsOf = async (id: string): Promise<string[]> => {
  const rows: { type: string }[] = await test.database.source.query(
    `SELECT type FROM event WHERE subject = $1 AND type LIKE 'appliance.host-key-%' OR subject = $1 AND type LIKE 'appliance.identity-%' ORDER BY id`,
    [id],
  );
  return rows.map((row) => row.type);
};

describe('a host key', () => {
  it('is approved without a reason the first time, and with one ever after', async () => {
    const id = await appliance();
    await offer(id, 'A', 'pending');
    expect(await approve(id, 'A')).toMatchObject({ state: 'trusted', decidedBy: 'a person' });
    await offer(id, 'B', 'changed');
    expect(await approve(id, 'B')).toBe('reason-required');
    expect(await keysOf(id)).toEqual({ A: 'trusted', B: 'changed' });
    expect(await approve(id, 'B', 'new mainboard')).toMatchObject({ state: 'trusted', reason: 'new mainboard' });
    const old = (await test.stores.appliances.hostKeys(id)).find((key) => key.fingerprint === 'A');
    expect(old).toMatchObject({ state: 'replaced', endedBy: 'a person', endedAt: expect.any(Date) as unknown });
    expect(await eventsOf(id)).toEqual([
      'appliance.host-key-pending',
      'appliance.host-key-trusted',
      'appliance.host-key-changed',
      'appliance.host-key-trusted',
    ]);
  });

  it('that was replaced blocks again when it comes back', async () => {
    const id = await appliance();
    await offer(id, 'A', 'pending');
    await approve(id, 'A');
    await offer(id, 'B', 'changed');
    await approve(id, 'B', 'new mainboard');
    await offer(id, 'A', 'changed');
    expect(await keysOf(id)).toEqual({ A: 'changed', B: 'trusted' });
  });

  it('that is revoked comes back by a person only', async () => {
    const id = await appliance();
    await offer(id, 'A', 'pending');
    await approve(id, 'A');
    await revoke(id, 'A');
    await offer(id, 'A', 'revoked');
    await offer(id, 'A', 'pending');
    await offer(id, 'A', 'first-contact');
    await offer(id, 'A', 'certified', 'ours');
    const imported = { applianceId: id, fingerprint: 'A', algorithm: 'ssh-ed25519' };
    const left = await test.stores.hostTrust.importKeys({ trust: [imported], revoke: [], authorities: [] }, 'specs');
    expect(left).toEqual([imported]);
    expect(await keysOf(id)).toEqual({ A: 'revoked' });
    expect(await approve(id, 'A')).toBe('reason-required');
    expect(await approve(id, 'A', 'it was not stolen')).toMatchObject({ state: 'trusted', endedAt: null });
  });

  it('stays revoked when another one becomes trusted', async () => {
    const id = await appliance('A');
    await offer(id, 'B', 'changed');
    await revoke(id, 'B');
    await offer(id, 'C', 'changed');
    await approve(id, 'C', 'replaced');
    expect(await keysOf(id)).toEqual({ A: 'replaced', B: 'revoked', C: 'trusted' });
  });

  it('that an authority vouches for takes the place of the trusted one, and events say so', async () => {
    const id = await appliance('A');
    await offer(id, 'B', 'certified', 'ours');
    const key = (await test.stores.appliances.hostKeys(id)).find((one) => one.fingerprint === 'B');
    expect(key).toMatchObject({ state: 'trusted', decidedBy: 'ca:ours' });
    expect(await keysOf(id)).toMatchObject({ A: 'replaced' });
    expect(await eventsOf(id)).toEqual(['appliance.host-key-certified']);
  });

  it('is trusted at first contact only while there is no other', async () => {
    const id = await appliance();
    await offer(id, 'A', 'first-contact');
    await offer(id, 'B', 'first-contact');
    expect(await keysOf(id)).toEqual({ A: 'trusted', B: 'changed' });
  });

  it('that was never offered cannot be decided on', async () => {
    const id = await appliance();
    await expect(approve(id, 'A')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(revoke(id, 'A')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is one of one trusted key, however many approve at once', async () => {
    const id = await appliance();
    await offer(id, 'A', 'pending');
    await offer(id, 'B', 'pending');
    await Promise.all(['A', 'B', 'A', 'B'].map((fingerprint) => approve(id, fingerprint, 'race')));
    const states = Object.values(await keysOf(id)).toSorted();
    expect(states).toEqual(['replaced', 'trusted']);
  });
});

describe('importKeys', () => {
  it('trusts where nothing is trusted, and leaves out the rest', async () => {
    const [free, taken] = [await appliance(), await appliance('T')];
    const key = (applianceId: string, fingerprint: string) => ({ applianceId, fingerprint, algorithm: 'ssh-ed25519' });
    const left = await test.stores.hostTrust.importKeys(
      { trust: [key(free, 'A'), key(taken, 'A')], revoke: [key(free, 'R')], authorities: [] },
      'an importer',
    );
    expect(left).toEqual([key(taken, 'A')]);
    expect(await keysOf(free)).toEqual({ A: 'trusted', R: 'revoked' });
    expect(await keysOf(taken)).toEqual({ T: 'trusted' });
  });

  it('takes the place of a key that the same file revokes', async () => {
    const id = await appliance('T');
    const key = (fingerprint: string) => ({ applianceId: id, fingerprint, algorithm: 'ssh-ed25519' });
    await test.stores.hostTrust.importKeys({ trust: [key('A')], revoke: [key('T')], authorities: [] }, 'an importer');
    expect(await keysOf(id)).toEqual({ A: 'trusted', T: 'revoked' });
  });

  it('does nothing at all if an authority cannot be added', async () => {
    const id = await appliance();
    const authority = {
      name: 'twice',
      algorithm: 'ssh-ed25519',
      fingerprint: 'F',
      publicKey: 'K',
      hosts: [],
      site: null,
    };
    await test.stores.hostAuthorities.add(authority, 'specs');
    const given = {
      trust: [{ applianceId: id, fingerprint: 'A', algorithm: 'ssh-ed25519' }],
      revoke: [],
      authorities: [authority],
    };
    await expect(test.stores.hostTrust.importKeys(given, 'specs')).rejects.toMatchObject({ code: 'DUPLICATE' });
    expect(await keysOf(id)).toEqual({});
  });
});

describe('the machine behind an address', () => {
  it('is known from the first reading on, and nothing of another one is recorded', async () => {
    const id = await appliance();
    await read(id, {});
    const before = await observed(id);
    const disk = { kind: 'drive', component: 'disk/1', state: 'failed', text: '', affects: [] } as const;
    await read(id, {
      serial: 'S2',
      hostId: 'H2',
      model: '9100',
      build: '14.1-1.1',
      totalSslCores: 99,
      boot: { earliestMs: Date.UTC(2026, 10, 20), latestMs: Date.UTC(2026, 10, 20) + 1000 },
      components: [{ ...disk, affects: [] }],
      findings: [
        {
          code: 'hard-disk-error',
          component: 'disk/1',
          state: 'active',
          severity: 'critical',
          title: 'Disk 1 failed',
          evidence: null,
          affects: [],
        },
      ],
    });
    const { identityChangedAt, reachabilityAt: _r, ...rest } = await observed(id);
    const { reachabilityAt: _b, ...known } = before;
    expect(identityChangedAt).toBeInstanceOf(Date);
    expect(rest).toEqual({
      ...known,
      identityChangedAt: undefined,
      cause: 'identity-changed',
      offeredSerial: 'S2',
      offeredHostId: 'H2',
    });
    expect(await test.stores.conditions.of([id])).toEqual([]);
    expect(await test.stores.appliances.components(id)).toEqual([]);
    expect(await test.stores.deliveries.list({ applianceId: id, type: 'condition' }, 10, null)).toEqual([]);
  });

  it('stays disputed while no marks can be read, and is itself again when it is back', async () => {
    const id = await appliance();
    await read(id, {});
    await read(id, { serial: 'S2' });
    await read(id, { serial: null, hostId: null, build: '14.1-1.1' });
    expect(await observed(id)).toMatchObject({ cause: 'identity-changed', offeredSerial: 'S2', build: '13.1-53.17' });
    await read(id, { build: '13.1-54.1' });
    expect(await observed(id)).toMatchObject({
      cause: null,
      identityChangedAt: null,
      offeredSerial: null,
      build: '13.1-54.1',
    });
  });

  it('is not disputed by an appliance whose marks cannot be read', async () => {
    const id = await appliance();
    await read(id, {});
    await read(id, { serial: null, hostId: null, build: '13.1-54.1' });
    expect(await observed(id)).toMatchObject({
      serial: 'S1',
      hostId: 'H1',
      build: '13.1-54.1',
      identityChangedAt: null,
    });
  });

  it('is another one once a person accepts it, and is measured anew', async () => {
    const id = await appliance();
    await read(id, {});
    const { bootEpochId } = await observed(id);
    const other = { serial: 'S2', hostId: 'H2', totalSslCores: 8 };
    await read(id, other);
    const accept = (offered: { serial: string; hostId: string } | null) =>
      test.stores.hostTrust.acceptIdentity({ applianceId: id, by: 'a person', reason: 'swapped', offered });
    expect(await accept({ serial: 'S3', hostId: 'H2' })).toBeNull();
    expect(await accept({ serial: 'S2', hostId: 'H2' })).toMatchObject({
      serial: 'S2',
      hostId: 'H2',
      cause: null,
      identityChangedAt: null,
      baselineSslCores: null,
      bootEpochId: null,
    });
    await read(id, other);
    const after = await observed(id);
    expect(after).toMatchObject({ serial: 'S2', baselineSslCores: 8, cause: null });
    expect(after.bootEpochId).not.toBe(bootEpochId);
    expect(await accept(null)).toBeNull();
    const changes = await test.database.source.query(
      'SELECT field, from_value, to_value FROM inventory_change WHERE appliance_id = $1 ORDER BY id',
      [id],
    );
    expect(changes).toEqual([
      { field: 'serial', from_value: 'S1', to_value: 'S2' },
      { field: 'hostId', from_value: 'H1', to_value: 'H2' },
    ]);
    expect(await eventsOf(id)).toEqual(['appliance.identity-changed', 'appliance.identity-accepted']);
  });
});
