import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { addMpx, answered, BOOT_MS } from '../readings/readings.fake.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const NEXT_BOOT_MS = BOOT_MS + 86_400_000;
let number = 0;

function finding(more: Partial<Finding> = {}): Finding {
  return {
    ...{ code: 'ssl-card-failure', component: 'chips', state: 'active', severity: 'critical', title: 'Chips failed' },
    ...{ evidence: { command: 'show', line: 'chips' }, affects: [] },
    ...more,
  };
}
const fine = (more: Partial<Finding> = {}) => finding({ state: 'ok', severity: 'none', ...more });

async function hostWithInstances(count: number): Promise<{ host: string; instances: string[] }> {
  const name = `sdx-${++number}`;
  const host = await test.stores.appliances.add(
    {
      ...{ kind: 'sdx-host', name, address: `${name}.example`, port: 22, credentialId: null },
      ...{ instanceCredentialId: null, instancePort: 22, hostKeyPolicy: 'approve', jumpHostId: null },
      ...{ algorithms: 'modern', channel: 'auto', site: null, groups: [] },
    },
    null,
    'specs',
  );
  const { ids } = await test.stores.instances.reconcile(
    host.id,
    Array.from({ length: count }, (_, index) => ({
      ...{ uuid: `${name}-${index}`, name: `${name}-vpx-${index}`, address: `${name}-vpx-${index}.example` },
    })),
  );
  return { host: host.id, instances: ids };
}

const find = (found: Readonly<Record<string, Finding>>, bootMs = BOOT_MS) =>
  test.stores.readings.record(
    Object.entries(found).map(([id, one]) =>
      answered(id, { boot: { earliestMs: bootMs, latestMs: bootMs }, findings: [one] }),
    ),
  );
const incidents = (applianceId: string) => test.stores.incidents.list({ state: null, applianceId }, 100, null);
const requests = (incidentId: string) => test.stores.serviceRequests.list({ state: null, incidentId }, 100, null);
async function theIncident(applianceId: string) {
  const [incident, ...others] = await incidents(applianceId);
  expect(others).toEqual([]);
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
}
async function theRequest(incidentId: string) {
  const [request, ...others] = await requests(incidentId);
  expect(others).toEqual([]);
  if (request === undefined) throw new Error('there is no service request');
  return request;
}

describe('a failing chip of a host', () => {
  it.each([
    ['the host is read first', ['host', 'one', 'two']],
    ['an instance is read first', ['one', 'host', 'two']],
    ['the host is read last', ['two', 'one', 'host']],
  ])('is one incident with its instances, and one service request, where %s', async (_says, order) => {
    const { host, instances } = await hostWithInstances(2);
    const [one = '', two = ''] = instances;
    const ids: Readonly<Record<string, string>> = { host, one, two };
    for (const each of order) await find({ [ids[each] ?? '']: finding({ title: `Seen by ${each}` }) });
    const incident = await theIncident(host);
    expect(incident).toMatchObject({ kind: 'host-fault', state: 'open', title: 'Seen by host', hostId: host });
    expect([await theIncident(one), await theIncident(two)]).toEqual([incident, incident]);
    const members = (await test.stores.incidents.conditionIds([incident.id])).get(incident.id);
    expect(members).toHaveLength(3);
    expect(members).toContain(incident.rootConditionId);
    expect(await theRequest(incident.id)).toMatchObject({ state: 'requested', occurrences: 3 });
  });

  it('is one incident also when all are read at once by several workers', async () => {
    const { host, instances } = await hostWithInstances(8);
    await Promise.all([host, ...instances].map((id) => find({ [id]: finding() })));
    const incident = await theIncident(host);
    expect((await test.stores.incidents.conditionIds([incident.id])).get(incident.id)).toHaveLength(9);
    expect(await theRequest(incident.id)).toMatchObject({ state: 'requested', occurrences: 9 });
  });

  it('is over when the last of its conditions is, and another incident when it comes again', async () => {
    const { host, instances } = await hostWithInstances(1);
    const [instance = ''] = instances;
    await find({ [host]: finding(), [instance]: finding() });
    await find({ [host]: fine() });
    expect(await theIncident(host)).toMatchObject({ state: 'open', closedAt: null });
    await find({ [instance]: finding({ state: 'unknown', severity: 'none' }) });
    expect(await theIncident(host)).toMatchObject({ state: 'open' });
    await find({ [instance]: fine() });
    expect(await theIncident(host)).toMatchObject({ state: 'closed', closedAt: expect.any(Date) });
    await find({ [host]: finding() }, NEXT_BOOT_MS);
    expect((await incidents(host)).map((each) => each.state)).toEqual(['open', 'closed']);
  });
});

describe('a service request', () => {
  const memory = finding({ code: 'memory-anomaly', component: 'appliance', severity: 'warning', title: 'Memory' });

  it('waits for a person where it is not about failed hardware', async () => {
    const id = await addMpx(test, `request-${++number}`);
    await find({ [id]: memory });
    const request = await theRequest((await theIncident(id)).id);
    expect(request).toMatchObject({ state: 'needs-review', severity: 'warning', reason: null });
    const opened = { event: 'opened-by-person', actor: 'a person', reason: 'it goes on' } as const;
    expect(await test.stores.serviceRequests.move(request.id, opened)).toMatchObject({ state: 'requested' });
    const number_ = { event: 'number-received', actor: 'a person', reason: null, set: { number: '4711' } } as const;
    expect(await test.stores.serviceRequests.move(request.id, number_)).toMatchObject({
      state: 'open',
      number: '4711',
    });
    expect((await test.stores.serviceRequests.transitions(request.id)).map((step) => step.toState)).toEqual([
      'needs-review',
      'requested',
      'open',
    ]);
    await expect(test.stores.serviceRequests.move(request.id, { ...opened, event: 'declined' })).rejects.toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });
  });

  it('stays declined for as long as its incident lasts', async () => {
    const id = await addMpx(test, `request-${++number}`);
    await find({ [id]: memory });
    const { id: incident } = await theIncident(id);
    const { id: request } = await theRequest(incident);
    await test.stores.serviceRequests.move(request, { event: 'declined', actor: 'a person', reason: 'known' });
    await find({ [id]: memory }, NEXT_BOOT_MS);
    expect(await theRequest(incident)).toMatchObject({ state: 'declined', occurrences: 2 });
  });

  it('is reopened where it was closed lately and the condition comes again', async () => {
    const id = await addMpx(test, `request-${++number}`);
    await find({ [id]: finding() });
    const first = await theRequest((await theIncident(id)).id);
    const by = { actor: 'a person', reason: null };
    await test.stores.serviceRequests.move(first.id, { ...by, event: 'number-received', set: { number: '1' } });
    await test.stores.serviceRequests.move(first.id, { ...by, event: 'closed' });
    await find({ [id]: fine() });
    await find({ [id]: finding() }, NEXT_BOOT_MS);
    expect(await test.stores.serviceRequests.get(first.id)).toMatchObject({
      state: 'open',
      number: '1',
      occurrences: 2,
    });
  });

  it('is not made for what is held back, until that is sent', async () => {
    const id = await addMpx(test, `request-${++number}`);
    const period = await test.stores.quietPeriods.add(
      {
        ...{ kind: 'silence', scope: `instance:${id}`, code: null, component: null, reason: 'specs' },
        fromAt: new Date(Date.now() - 1000),
        untilAt: new Date(Date.now() + 3_600_000),
      },
      'a person',
    );
    await find({ [id]: finding() });
    const incident = await theIncident(id);
    expect(await requests(incident.id)).toEqual([]);
    await test.stores.quietPeriods.end(period.id, 'a person');
    await test.stores.quietPeriods.release();
    expect(await theRequest(incident.id)).toMatchObject({ state: 'requested' });
  });
});

describe('many conditions at one site', () => {
  it('become one incident, which later ones join; the requests there are belong to it', async () => {
    const site = `storm-${++number}`;
    const ids = await Promise.all(Array.from({ length: 11 }, (_, index) => addMpx(test, `${site}-${index}`, site)));
    const flash = finding({ code: 'compact-flash-error', component: 'appliance', severity: 'warning' });
    for (const id of ids.slice(0, 9)) await find({ [id]: flash });
    const before = await test.stores.incidents.list({ state: 'open', applianceId: ids[0] ?? '' }, 10, null);
    expect(before).toMatchObject([{ kind: 'single' }]);
    for (const id of ids.slice(9)) await find({ [id]: flash });
    const [storm] = await test.stores.incidents.list({ state: 'open', applianceId: ids[0] ?? '' }, 10, null);
    expect(storm).toMatchObject({ kind: 'storm', site, title: `Many conditions at ${site}` });
    expect((await test.stores.incidents.conditionIds([storm?.id ?? ''])).get(storm?.id ?? '')).toHaveLength(11);
    expect(await test.stores.incidents.get(before[0]?.id ?? '')).toMatchObject({
      state: 'merged',
      mergedInto: storm?.id,
    });
    const calls = await requests(storm?.id ?? '');
    expect(calls).toHaveLength(9);
    expect(calls.reduce((sum, call) => sum + call.occurrences, 0)).toBe(11);
    for (const id of ids) await find({ [id]: { ...flash, state: 'ok', severity: 'none' } });
    expect(await test.stores.incidents.get(storm?.id ?? '')).toMatchObject({ state: 'closed' });
  });
});

describe('service requests that open by themselves', () => {
  it('are twenty a day at most; what is beyond waits for a person and says why', async () => {
    const ids = await Promise.all(Array.from({ length: 21 }, () => addMpx(test, `cap-${++number}`)));
    await find(Object.fromEntries(ids.map((id) => [id, finding()])));
    const waiting = await test.stores.serviceRequests.list({ state: 'needs-review', incidentId: null }, 100, null);
    const reason = '20 requests have opened by themselves today';
    expect(waiting.filter((row) => row.reason === reason)).not.toEqual([]);
    const all = await test.stores.serviceRequests.list({ state: null, incidentId: null }, 100, null);
    expect(all.filter((row) => ids.includes(row.applianceId))).toHaveLength(21);
    const steps = await Promise.all(all.map((row) => test.stores.serviceRequests.transitions(row.id)));
    expect(steps.flat().filter((step) => step.event === 'opened-by-itself')).toHaveLength(20);
  });
});
