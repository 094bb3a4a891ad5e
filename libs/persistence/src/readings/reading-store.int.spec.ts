import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding, ObservedCallHome, RegistrationEvent } from '../../../callhome/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
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
  registration: null,
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

const SHOWN: ObservedCallHome = {
  enabled: true,
  emailAddress: null,
  heartbeatIntervalDays: 7,
  mode: 'Default',
  proxy: 'none',
  uploadAlarm: false,
  unsaved: false,
  shown: ['enabled', 'emailAddress', 'proxy'],
  release: '13.1',
};

async function observed(id: string): Promise<Observation> {
  const [known] = await test.stores.appliances.facts([id]);
  if (known === undefined) throw new Error('the appliance is there');
  return known.observation;
}
/** Puts an appliance into a state, whatever leads there. */
const set = (id: string, columns: string) =>
  test.database.source.query(`UPDATE observation SET ${columns} WHERE appliance_id = $1`, [id]);

const record = (...readings: Reading[]) => test.stores.readings.record(readings);
const deliveriesOf = (applianceId: string) =>
  test.stores.deliveries.list({ applianceId, type: 'condition' }, 100, null);
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
    ['Call Home is off', { suppress: 'call-home-off' as const }, 'call-home-off'],
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
    expect(known?.observation).toMatchObject({ reachability: 'reachable', cause: 'connect-timeout', model: '14040' });
    expect((await test.stores.conditions.of([id]))[0]?.state).toBe('active');
  });

  it('says unreachable at the third miss in a row, and why from the first one on', async () => {
    const id = await host();
    const told: unknown[] = [];
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 0, minute));
    const tell = async (minute: number, outcome: Reading['outcome']) => {
      await record(reading(id, {}, { outcome, at: at(minute) }));
      const { reachability, misses, cause, reachabilityAt } = await observed(id);
      expect(reachabilityAt).toEqual(at(minute));
      told.push([reachability, misses, cause]);
    };
    const answered = { kind: 'read', facts: facts({}) } as const;
    const missed = { kind: 'unreachable', cause: 'connect-timeout' } as const;
    const refused = { kind: 'login-failed', cause: 'auth-failed' } as const;
    const outcomes = [missed, answered, missed, missed, refused, missed, missed, missed, missed, answered];
    for (const [minute, outcome] of outcomes.entries()) await tell(minute, outcome);
    expect(told).toEqual([
      ['unknown', 1, 'connect-timeout'],
      ['reachable', 0, null],
      ['reachable', 1, 'connect-timeout'],
      ['reachable', 2, 'connect-timeout'],
      // Who refuses a login answers.
      ['reachable', 0, 'auth-failed'],
      ['reachable', 1, 'connect-timeout'],
      ['reachable', 2, 'connect-timeout'],
      ['unreachable', 3, 'connect-timeout'],
      ['unreachable', 3, 'connect-timeout'],
      ['reachable', 0, null],
    ]);
  });

  it('counts every miss of tries that end at the same time', async () => {
    const id = await host();
    const missed = () => reading(id, {}, { outcome: { kind: 'unreachable', cause: 'connect-refused' } });
    await Promise.all(Array.from({ length: 3 }, () => record(missed())));
    expect(await observed(id)).toMatchObject({ reachability: 'unreachable', misses: 3 });
  });

  it('judges nothing of an appliance in maintenance, whatever a try that was under way comes to', async () => {
    const id = await host();
    await set(id, "reachability = 'maintenance'");
    for (const outcome of [
      { kind: 'unreachable', cause: 'no-route' } as const,
      { kind: 'read', facts: facts({}) } as const,
    ]) {
      await record(reading(id, {}, { outcome }));
      expect(await observed(id)).toMatchObject({ reachability: 'maintenance', misses: 0 });
    }
  });

  it.each<[says: string, rest: Partial<Reading>, expected: object]>([
    [
      'a jump host in the way says nothing of what is behind it',
      { outcome: { kind: 'blocked', cause: 'jump-host-untrusted' } },
      { reachability: 'unreachable', misses: 3, cause: 'jump-host-untrusted' },
    ],
    [
      'whoever offers a key answers',
      {
        outcome: { kind: 'blocked', cause: 'host-key-untrusted' },
        offeredKey: { fingerprint: 'SHA256:offered', algorithm: 'ssh-ed25519', verdict: 'pending' },
      },
      { reachability: 'reachable', misses: 0, cause: 'host-key-untrusted' },
    ],
  ])('%s', async (_says, rest, expected) => {
    const id = await host();
    await set(id, "reachability = 'unreachable', misses = 3");
    await record(reading(id, {}, rest));
    expect(await observed(id)).toMatchObject(expected);
  });

  it.each<[says: string, from: string, event: RegistrationEvent | null, expected: string]>([
    ['what the appliance says', 'unknown', 'accepted', 'registered'],
    ['a refusal with its kind', 'registered', 'refused:unreachable', 'failed:unreachable'],
    ['off', 'registered', 'read-off', 'off'],
    ['what is not understood', 'registered', 'unreadable', 'unknown'],
    ['an old success, where heartbeats are missed', 'stale', 'accepted', 'stale'],
    ['nothing where it was not asked', 'failed:tls', null, 'failed:tls'],
  ])('moves the registration by its table: %s', async (_says, from, event, expected) => {
    const id = await host();
    await set(id, `registration = '${from}'`);
    await record(reading(id, { registration: event }));
    expect((await observed(id)).registration).toBe(expected);
  });

  it.each<[says: string, from: string, before: Partial<ObservedCallHome>, now: Partial<ObservedCallHome>, to: string]>([
    ['it is registering once we switched it on', 'off', { enabled: false }, { enabled: true }, 'registering'],
    ['it is off once we switched it off', 'registered', { enabled: true }, { enabled: false }, 'off'],
    [
      'it tries again once we gave it another proxy',
      'failed:unreachable',
      { enabled: true, proxy: 'none' },
      { enabled: true, proxy: { address: '192.0.2.1', port: 3128 } },
      'registering',
    ],
    [
      'the same proxy is none to try again with',
      'failed:unreachable',
      { enabled: true, proxy: { address: '192.0.2.1', port: 3128 } },
      { enabled: true, proxy: { address: '192.0.2.1', port: 3128 } },
      'failed:unreachable',
    ],
    ['what could not be read back says nothing', 'registered', { enabled: true }, { enabled: null }, 'registered'],
  ])('knows after a push: %s', async (_says, from, before, now, to) => {
    const id = await host();
    await record(reading(id, { callHome: { ...SHOWN, ...before } }));
    await set(id, `registration = '${from}'`);
    await test.stores.readings.recordCallHome(id, { ...SHOWN, ...now }, new Date());
    expect(await observed(id)).toMatchObject({ registration: to, callHome: now });
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

  it.each<[says: string, from: string, lacksRights: boolean, expected: object]>([
    ['works', 'auth-failed', false, { credentialState: 'valid', authFailures: 0 }],
    ['may not give every command', 'valid', true, { credentialState: 'insufficient', authFailures: 0 }],
    ['may give every command by now', 'insufficient', false, { credentialState: 'valid', authFailures: 0 }],
    ['was suspended and works in a test', 'suspended', false, { credentialState: 'valid', authFailures: 0 }],
    ['still works shortly before its end', 'expiring', false, { credentialState: 'expiring', authFailures: 0 }],
    ['was taken away meanwhile', 'missing', false, { credentialState: 'missing' }],
  ])('moves a credential by its table when the login %s', async (_says, from, lacksRights, expected) => {
    const id = await host();
    await set(id, `credential_state = '${from}', auth_failures = 2`);
    await record(reading(id, { lacksRights }));
    expect(await observed(id)).toMatchObject(expected);
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
