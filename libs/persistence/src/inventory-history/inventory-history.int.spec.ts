import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeploymentClaim } from '../../../fleet/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { ReadFacts, Reading } from '../readings/reading.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

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

const FACTS: ReadFacts = {
  model: '14040',
  serial: 'SDX0000001',
  release: '13.1',
  build: '13.1-53.17',
  mode: 'standalone',
  boot: null,
  callHome: null,
  registration: null,
  totalSslCores: null,
  unrecognised: {},
  components: [],
  findings: [],
};
const START = Date.UTC(2026, 10, 1);
let minute = 0;
function reading(applianceId: string, more: Partial<ReadFacts>): Reading {
  minute += 1;
  return {
    applianceId,
    at: new Date(START + minute * 60_000),
    outcome: { kind: 'read', facts: { ...FACTS, ...more } },
    offeredKey: null,
    channel: null,
    suppress: null,
    reportedByHost: [],
    retryInSeconds: null,
  };
}
const record = (...readings: Reading[]) => test.stores.readings.record(readings);
const observationOf = async (id: string) => (await test.stores.appliances.facts([id]))[0]?.observation;
const historyOf = async (applianceId: string, withInstances = false) =>
  (await test.stores.history.changes({ applianceId, withInstances }, 100, null)).map(
    ({ field, fromValue, toValue }) => [field, fromValue, toValue],
  );
const primary: DeploymentClaim = {
  mode: 'ha',
  nodeAddress: '203.0.113.1',
  ha: { role: 'primary', peerAddress: '203.0.113.2', peerRole: 'secondary' },
  cluster: null,
};

describe('history', () => {
  it('has nothing of a first reading but when it was', async () => {
    const id = await host();
    const first = reading(id, { details: { timeZone: 'CET', deployment: primary } });
    await record(first);
    expect(await historyOf(id)).toEqual([]);
    await record(reading(id, {}));
    expect((await observationOf(id))?.firstSeenAt).toEqual(first.at);
  });

  it('has one row per changed fact, newest first, and none where nothing changed', async () => {
    const id = await host();
    await record(reading(id, { details: { deployment: primary } }));
    await record(reading(id, { details: { deployment: primary } }));
    expect(await historyOf(id)).toEqual([]);
    const secondary = {
      ...primary,
      ha: { role: 'secondary', peerAddress: '203.0.113.2', peerRole: 'primary' },
    } as const;
    await record(reading(id, { build: '13.1-55.1', details: { deployment: secondary } }));
    await record(reading(id, { build: '13.1-55.1', model: '14060' }));
    expect(await historyOf(id)).toEqual([
      ['model', '14040', '14060'],
      ['haRole', 'primary', 'secondary'],
      ['build', '13.1-53.17', '13.1-55.1'],
    ]);
    expect(await test.stores.history.countChanges({ applianceId: id, withInstances: false })).toBe(3);
  });

  it('is not written by a reading that could not read a fact, and goes on where the fact is read again', async () => {
    const id = await host();
    await record(reading(id, { details: { timeZone: 'CET' } }));
    await record(reading(id, { build: null, mode: 'unknown', details: { timeZone: null } }));
    expect(await historyOf(id)).toEqual([]);
    await record(reading(id, { details: { timeZone: 'UTC' } }));
    expect(await historyOf(id)).toEqual([['timeZone', 'CET', 'UTC']]);
  });

  it('is lost with the reading when the transaction fails', async () => {
    const id = await host();
    await record(reading(id, {}));
    const broken = { command: 'show ns', reason: null as unknown as 'refused', words: '', output: '' };
    await expect(
      record(reading(id, { build: '14.1-1.1', answers: { kept: [broken], asked: ['show ns'] } })),
    ).rejects.toThrow();
    expect(await historyOf(id)).toEqual([]);
    expect((await observationOf(id))?.build).toBe('13.1-53.17');
  });

  it('comes in pages', async () => {
    const id = await host();
    for (let build = 0; build < 5; build += 1) await record(reading(id, { build: `13.1-${build}` }));
    const of = { applianceId: id, withInstances: false };
    const first = await test.stores.history.changes(of, 2, null);
    const second = await test.stores.history.changes(of, 2, first[1]?.id ?? '');
    expect([...first, ...second].map((row) => row.toValue)).toEqual(['13.1-4', '13.1-3', '13.1-2', '13.1-1']);
  });

  it('of a host has that of its instances: name, address, chips, and whether it is there', async () => {
    const id = await host();
    const chips = (assigned: number) => ({ unit: 'ssl-core', assigned, total: null, free: null, up: null }) as const;
    const row = { uuid: 'vm-1', name: 'vpx-1', address: '203.0.113.7', chips: chips(2) };
    await test.stores.instances.reconcile(id, [row]);
    await test.stores.instances.reconcile(id, [row]);
    await test.stores.instances.reconcile(id, [{ ...row, name: 'vpx-one', address: '203.0.113.8', chips: chips(1) }]);
    await test.stores.instances.reconcile(id, []);
    await test.stores.instances.reconcile(id, []);
    await test.stores.instances.reconcile(id, [{ ...row, name: 'vpx-one', address: '203.0.113.8', chips: chips(1) }]);
    expect(await historyOf(id)).toEqual([]);
    expect(await historyOf(id, true)).toEqual([
      ['presence', 'gone', 'present'],
      ['presence', 'present', 'gone'],
      ['chipsAssigned', '2 ssl-core', '1 ssl-core'],
      ['address', '203.0.113.7', '203.0.113.8'],
      ['name', 'vpx-1', 'vpx-one'],
    ]);
  });

  it('has what a person changed', async () => {
    const id = await host();
    const [known] = await test.stores.appliances.facts([id]);
    await test.stores.appliances.patch(id, { name: 'sdx-renamed' }, known?.appliance.version ?? 0);
    expect(await historyOf(id)).toEqual([['name', known?.appliance.name, 'sdx-renamed']]);
  });
});

describe('facts', () => {
  it('keep their time when they are not read again', async () => {
    const id = await host();
    const first = reading(id, { details: { timeZone: 'CET', memoryUsedPercent: 10 } });
    await record(first);
    const second = reading(id, { details: { memoryUsedPercent: 20 } });
    await record(second);
    expect((await observationOf(id))?.facts).toEqual({
      timeZone: { value: 'CET', at: first.at.toISOString() },
      memoryUsedPercent: { value: 20, at: second.at.toISOString() },
    });
  });

  it('find partners by the addresses they name, and by nothing else', async () => {
    const id = await host();
    const seen = ['1', '2', '9'].map((last) => ({
      uuid: `pair-${last}`,
      name: `n${last}`,
      address: `203.0.113.${last}`,
    }));
    const { ids } = await test.stores.instances.reconcile(id, seen);
    await record(reading(ids[0] ?? '', { mode: 'ha', details: { deployment: primary } }));
    const names = async (own: string[], related: string[]) =>
      (await test.stores.appliances.relatives(own, related)).map((row) => row.name).toSorted();
    expect(await names(['203.0.113.1'], ['203.0.113.1', '203.0.113.2'])).toEqual(expect.arrayContaining(['n1', 'n2']));
    expect(await names(['203.0.113.2'], [])).toContain('n1');
    expect(await names(['203.0.113.9'], [])).toEqual([]);
  });
});

describe('raw answers', () => {
  const answer = (output: string, more = {}) => ({
    command: 'show ns version',
    reason: 'unreadable' as const,
    words: 'no version',
    output,
    ...more,
  });
  const asked = ['show ns version', 'show ns hardware'];

  it('are kept as printed, replaced by newer ones, and forgotten when the command reads clean', async () => {
    const id = await host();
    await record(reading(id, { answers: { kept: [answer('old')], asked } }));
    await record(reading(id, { answers: { kept: [answer('a\u0000b\u001b[31m\r\n')], asked } }));
    const { rawAnswer, rawAnswers } = {
      rawAnswer: () => test.stores.history.rawAnswer(id, 'show ns version'),
      rawAnswers: () => test.stores.history.rawAnswers(id),
    };
    expect(await rawAnswer()).toMatchObject({ output: 'a\u0000b\u001b[31m\r\n', isCut: false, reason: 'unreadable' });
    await record(reading(id, { answers: { kept: [], asked: ['show ns hardware'] } }));
    expect(await rawAnswers()).toHaveLength(1);
    await record(reading(id, { answers: { kept: [], asked } }));
    expect(await rawAnswers()).toEqual([]);
    expect(await rawAnswer()).toBeNull();
  });

  it('are cut at 64 KiB', async () => {
    const id = await host();
    await record(reading(id, { answers: { kept: [answer('é'.repeat(40_000))], asked } }));
    expect(await test.stores.history.rawAnswers(id)).toMatchObject([{ outputBytes: 65_536, isCut: true }]);
  });
});

describe('what Postgres refuses', () => {
  it('loses no reading: NUL and half a character become signs that can be stored', async () => {
    const id = await host();
    const bad = 'x\u0000y\ud83d';
    await record(
      reading(id, {
        model: bad,
        details: { platform: bad },
        unrecognised: { [bad]: [bad] },
        components: [{ kind: 'drive', component: 'disk/1', state: 'ok', text: bad, affects: [] }],
      }),
    );
    const good = 'x\u2400y\ufffd';
    expect(await observationOf(id)).toMatchObject({
      model: good,
      unrecognised: { [good]: [good] },
      facts: { platform: { value: good } },
    });
    expect(await test.stores.appliances.components(id)).toMatchObject([{ text: good }]);
  });
});

describe('parts', () => {
  const drive = (slot: number, state: 'ok' | 'failed' = 'ok'): ReadFacts['components'][number] => ({
    kind: 'drive',
    component: `disk/${slot}`,
    state,
    text: 'Online',
    affects: [],
  });
  const parts = async (id: string) =>
    (await test.stores.appliances.components(id)).map(({ component, state }) => [component, state]);

  it('that their listing does not name any more are missing, since then, until their place is filled', async () => {
    const id = await host();
    await record(reading(id, { components: [drive(1), drive(2, 'failed')], listedKinds: ['drive'] }));
    const second = reading(id, { components: [drive(1)], listedKinds: ['drive'] });
    await record(second);
    await record(reading(id, { components: [drive(1)], listedKinds: ['drive'] }));
    expect(await parts(id)).toEqual([
      ['disk/1', 'ok'],
      ['disk/2', 'missing'],
    ]);
    expect((await test.stores.appliances.components(id))[1]?.stateSince).toEqual(second.at);
    await record(reading(id, { components: [drive(1), drive(2)], listedKinds: ['drive'] }));
    expect(await parts(id)).toEqual([
      ['disk/1', 'ok'],
      ['disk/2', 'ok'],
    ]);
  });

  it('stay as they were where their listing could not be read', async () => {
    const id = await host();
    const first = reading(id, { components: [drive(1)], listedKinds: ['drive'] });
    await record(first);
    await record(reading(id, { components: [], listedKinds: ['power-supply'] }));
    expect(await test.stores.appliances.components(id)).toMatchObject([{ state: 'ok', checkedAt: first.at }]);
  });

  it('go off the list when a person confirms that a missing one is gone for good', async () => {
    const id = await host();
    await record(reading(id, { components: [drive(1), drive(2)], listedKinds: ['drive'] }));
    await record(reading(id, { components: [drive(1)], listedKinds: ['drive'] }));
    const confirm = (component: string) => test.stores.history.confirmRemoval(id, component);
    expect(await confirm('disk/1')).toBe('not-missing');
    expect(await confirm('disk/2')).toBe('removed');
    expect(await confirm('disk/2')).toBe('unknown');
    expect(await parts(id)).toEqual([['disk/1', 'ok']]);
  });
});
