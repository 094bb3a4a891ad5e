import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { Reading, ReadFacts } from './reading.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const BOOT_MS = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;
let number = 0;

async function host(): Promise<string> {
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
    null,
    'specs',
  );
  return row.id;
}

const disk = (state: Finding['state'], slot = 4): Finding => ({
  code: 'hard-disk-error',
  component: `disk/${slot}`,
  state,
  severity: state === 'active' ? 'critical' : 'none',
  title: `Disk ${slot} failed`,
  evidence: { command: 'show raidPhysicalDrive', line: 'Firmware state: Failed' },
  affects: [],
});

const facts = (more: Partial<ReadFacts>): ReadFacts => ({
  model: '14040',
  serial: 'SDX0000001',
  release: '13.1',
  build: '13.1-53.17',
  mode: 'standalone',
  boot: { earliestMs: BOOT_MS, latestMs: BOOT_MS + 1000 },
  callHome: null,
  registration: 'unknown',
  totalSslCores: 16,
  unrecognised: {},
  components: [],
  findings: [],
  ...more,
});

const reading = (applianceId: string, more: Partial<ReadFacts>, rest: Partial<Reading> = {}): Reading => ({
  applianceId,
  at: new Date(),
  outcome: { kind: 'read', facts: facts(more) },
  offeredKey: null,
  channel: null,
  suppress: null,
  reportedByHost: [],
  retryInSeconds: null,
  ...rest,
});

const record = (...readings: Reading[]) => test.stores.readings.record(readings);
const deliveriesOf = (applianceId: string) => test.stores.deliveries.list({ applianceId }, 100, null);
const statesOf = async (applianceId: string) => (await deliveriesOf(applianceId)).map((row) => row.state).toSorted();

describe('ReadingStore: first occurrence', () => {
  it('writes condition, delivery, first transition and outbox row together', async () => {
    const id = await host();
    await record(reading(id, { findings: [disk('active')] }));
    const [delivery] = await deliveriesOf(id);
    const [condition] = await test.stores.conditions.of([id]);
    expect(condition).toMatchObject({ state: 'active', component: 'disk/4', occurrences: 1, deliveryId: delivery?.id });
    expect(delivery).toMatchObject({ type: 'condition', state: 'pending', conditionId: condition?.id, priority: 1 });
    const transitions = await test.stores.deliveries.transitions(delivery?.id ?? '');
    expect(transitions.map((row) => [row.seq, row.fromState, row.toState])).toEqual([[1, null, 'pending']]);
    expect(
      await test.stores.outbox.claim('collect', delivery?.id ?? '', { worker: 'w', leaseMs: 1000 }),
    ).not.toBeNull();
  });

  it('makes one delivery when many workers record the same failure at once', async () => {
    const id = await host();
    await Promise.all(Array.from({ length: 8 }, () => record(reading(id, { findings: [disk('active')] }))));
    expect(await statesOf(id)).toEqual(['pending']);
    expect((await test.stores.conditions.of([id]))[0]?.occurrences).toBe(1);
  });

  it('records a repeat in one boot as suppressed, with the reason', async () => {
    const id = await host();
    for (const state of ['active', 'ok', 'active', 'ok', 'active'] as const) {
      await record(reading(id, { findings: [disk(state)] }));
    }
    expect(await statesOf(id)).toEqual(['pending', 'suppressed', 'suppressed']);
    const [last] = await deliveriesOf(id);
    expect(last).toMatchObject({ state: 'suppressed', reason: 'already-uploaded-since-boot' });
  });

  it('is armed again by a restart, also when the failure never cleared', async () => {
    const id = await host();
    await record(reading(id, { findings: [disk('active')] }));
    const boot = { earliestMs: BOOT_MS + DAY_MS, latestMs: BOOT_MS + DAY_MS + 1000 };
    await record(reading(id, { findings: [disk('active')], boot }));
    expect(await statesOf(id)).toEqual(['pending', 'pending']);
  });

  it('is not armed by a start time that wavers within the tolerance', async () => {
    const id = await host();
    for (const jitterMs of [0, 90_000, -90_000, 110_000]) {
      const boot = { earliestMs: BOOT_MS + jitterMs, latestMs: BOOT_MS + jitterMs + 1000 };
      await record(reading(id, { findings: [disk('active')], boot }));
      await record(reading(id, { findings: [disk('ok')], boot }));
    }
    expect((await statesOf(id)).filter((state) => state === 'pending')).toHaveLength(1);
  });

  it('is told apart by component', async () => {
    const id = await host();
    await record(reading(id, { findings: [disk('active', 1), disk('active', 2)] }));
    expect(await statesOf(id)).toEqual(['pending', 'pending']);
  });

  it.each([
    ['Call Home is off', { suppress: 'call-home-off' }, 'call-home-off'],
    ['the host reports it', { reportedByHost: ['hard-disk-error'] as const }, 'reported-by-host'],
  ])('is recorded and not sent where %s', async (_says, rest, reason) => {
    const id = await host();
    await record(reading(id, { findings: [disk('active')] }, rest));
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'suppressed', reason }]);
  });

  it('leaves no trace when a part of the transaction fails', async () => {
    const id = await host();
    const broken = { ...disk('active'), title: null as unknown as string };
    await expect(record(reading(id, { findings: [broken] }))).rejects.toThrow();
    expect(await deliveriesOf(id)).toEqual([]);
    expect((await test.stores.appliances.facts([id]))[0]?.observation.seenAt).toBeNull();
  });
});

describe('ReadingStore: observations', () => {
  it('keeps what is known when an appliance stops answering', async () => {
    const id = await host();
    await record(reading(id, { findings: [disk('active')] }));
    await record(reading(id, {}, { outcome: { kind: 'unreachable', cause: 'connect-timeout' } }));
    const [known] = await test.stores.appliances.facts([id]);
    expect(known?.observation).toMatchObject({ reachability: 'unreachable', cause: 'connect-timeout', model: '14040' });
    expect((await test.stores.conditions.of([id]))[0]?.state).toBe('active');
  });

  it('neither raises nor clears on a check that could not read', async () => {
    const id = await host();
    await record(reading(id, { findings: [disk('active')] }));
    await record(reading(id, { findings: [{ ...disk('unknown'), component: 'appliance' }] }));
    expect(await test.stores.conditions.of([id])).toMatchObject([{ component: 'disk/4', state: 'active' }]);
  });

  it('forgets that nothing could be read as soon as a component is', async () => {
    const id = await host();
    await record(reading(id, { findings: [{ ...disk('unknown'), component: 'appliance' }] }));
    expect(await test.stores.conditions.of([id])).toMatchObject([{ component: 'appliance', state: 'unknown' }]);
    await record(reading(id, { findings: [disk('ok')] }));
    expect(await test.stores.conditions.of([id])).toMatchObject([{ component: 'disk/4', state: 'ok' }]);
  });

  it('remembers the most chips a host ever showed', async () => {
    const id = await host();
    for (const totalSslCores of [16, 15, null]) await record(reading(id, { totalSslCores }));
    expect((await test.stores.appliances.facts([id]))[0]?.observation.baselineSslCores).toBe(16);
  });

  it('suspends a login after three refusals in a row', async () => {
    const id = await host();
    const refused = { outcome: { kind: 'login-failed', cause: 'auth-failed' } } as const;
    const states: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      await record(reading(id, {}, refused));
      states.push((await test.stores.appliances.facts([id]))[0]?.observation.credentialState ?? '');
    }
    expect(states).toEqual(['auth-failed', 'auth-failed', 'suspended']);
  });

  it('keeps an offered key until somebody decides, and trusts one only', async () => {
    const id = await host();
    const offer = (fingerprint: string, verdict: 'pending' | 'changed') =>
      record(
        reading(
          id,
          {},
          {
            outcome: { kind: 'blocked', cause: 'host-key' },
            offeredKey: { fingerprint, algorithm: 'ssh-ed25519', verdict },
          },
        ),
      );
    await offer('SHA256:first', 'pending');
    await test.stores.hostTrust.approve({ applianceId: id, fingerprint: 'SHA256:first', by: 'a person', reason: null });
    await offer('SHA256:second', 'changed');
    await test.stores.hostTrust.approve({
      applianceId: id,
      fingerprint: 'SHA256:second',
      by: 'a person',
      reason: 'new',
    });
    const keys = await test.stores.appliances.hostKeys(id);
    expect(Object.fromEntries(keys.map((key) => [key.fingerprint, key.state]))).toEqual({
      'SHA256:first': 'replaced',
      'SHA256:second': 'trusted',
    });
  });
});
