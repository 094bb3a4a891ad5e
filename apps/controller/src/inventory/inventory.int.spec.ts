import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { keyOffered, OTHER_KEY, reading, TRUSTED_KEY, UNTOUCHED } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let credentialId: string;
beforeAll(async () => {
  controller = await launchController();
  const login = { name: 'svm login', username: 'nsroot', password: 'not in any answer' };
  const { body } = await controller.admin.call('createCredential', { body: login });
  credentialId = String(body.id);
});
afterAll(() => controller.close());

let lastAddress = 0;
async function add(more: Record<string, unknown> = {}): Promise<Appliance> {
  lastAddress += 1;
  const body = {
    kind: 'sdx-host',
    name: `host ${lastAddress}`,
    address: `192.0.2.${lastAddress}`,
    credentialId,
    ...more,
  };
  return (await controller.admin.call('createAppliance', { body })).body as unknown as Appliance;
}

const get = async (id: string) =>
  (await controller.admin.call('getAppliance', { params: { id } })).body as unknown as Appliance;

describe('logins', () => {
  it('never come out again, and have one name each', async () => {
    const { body } = await controller.admin.call('listCredentials');
    expect(JSON.stringify(body)).not.toContain('not in any answer');
    const again = { name: 'svm login', username: 'x', password: 'x' };
    const twice = await controller.admin.ask('POST', '/api/v1/credentials', { body: again });
    expect(twice).toMatchObject({ status: 409, body: { code: 'duplicate-name' } });
  });
});

describe('an appliance', () => {
  it('is added with an address and an ETag of its own, and has not been seen yet', async () => {
    const body = { kind: 'sdx-host', name: 'sdx-fra-01', address: '198.51.100.1', credentialId };
    const { body: added, headers } = await controller.admin.call('createAppliance', { body });
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('location')).toBe(`/api/v1/appliances/${String(added.id)}`);
    expect(added).toMatchObject({
      port: 22,
      callHome: null,
      reachability: { state: 'unknown', at: null },
      credential: { id: credentialId, state: 'untested' },
      hostKey: { state: 'unseen', fingerprint: null },
    });
  });

  it('is in the inventory once per address and port', async () => {
    const { address } = await add();
    const body = { kind: 'mpx', name: 'same place', address, credentialId };
    const twice = await controller.admin.ask('POST', '/api/v1/appliances', { body });
    expect(twice).toMatchObject({ status: 409, body: { code: 'duplicate-appliance' } });
  });

  it.each([
    ['a login that does not exist', { credentialId: 'crd_none' }, '/credentialId', 'unknown-credential'],
    ['an address with a blank', { address: 'a b' }, '/address', 'invalid-format'],
    ['a pinned key that is missing', { hostKeyPolicy: 'pinned' }, '/hostKey', 'custom'],
    ['an instance, which only discovery adds', { kind: 'sdx-instance' }, '/kind', 'invalid-value'],
  ])('is refused with %s', async (_, more, pointer, code) => {
    const body = { kind: 'sdx-host', name: 'x', address: '198.51.100.9', credentialId, ...more };
    const answer = await controller.admin.ask('POST', '/api/v1/appliances', { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation', errors: [{ pointer, code }] } });
  });

  it('is changed by whoever has read its latest version, and by nobody else', async () => {
    const { id } = await add();
    const address = `/api/v1/appliances/${id}`;
    const patch = { body: { site: 'emea', groups: ['pci'] }, headers: { 'if-match': '"1"' } };
    const changed = await controller.admin.ask('PATCH', address, patch);
    expect(changed).toMatchObject({ status: 200, body: { site: 'emea', groups: ['pci'], version: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    const stale = await controller.admin.ask('PATCH', address, patch);
    expect(stale).toMatchObject({ status: 412, body: { code: 'etag-mismatch' } });
    expect(stale.headers.get('etag')).toBe('"2"');
    expect((await controller.admin.ask('DELETE', address)).body.code).toBe('if-match-required');
    expect((await controller.admin.ask('DELETE', address, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    expect((await controller.admin.ask('GET', address)).status).toBe(404);
  });

  it('is read on request, as an operation to watch', async () => {
    const { id } = await add();
    const { body, headers } = await controller.admin.call('discoverAppliance', { params: { id } });
    expect(body).toMatchObject({ kind: 'discover', state: 'running', total: 1, resultUrl: `/api/v1/appliances/${id}` });
    expect(headers.get('location')).toBe(`/api/v1/operations/${String(body.id)}`);
    expect((await controller.admin.call('getOperation', { params: { id: String(body.id) } })).body.id).toBe(body.id);
    expect((await controller.admin.ask('POST', '/api/v1/appliances/app_none/actions/check')).status).toBe(404);
  });
});

describe('a host key', () => {
  const keyOf = async (id: string) => (await get(id)).hostKey;
  const approve = (id: string, fingerprint: string, reason: string | null = null) =>
    controller.admin.call('approveHostKey', { params: { id, fingerprint }, body: { reason } });

  it('waits for a person, is trusted, and blocks when another one is offered', async () => {
    const { id } = await add();
    const { readings } = controller.stores;
    await readings.record([keyOffered(id, TRUSTED_KEY, 'pending')]);
    expect(await keyOf(id)).toMatchObject({ state: 'pending', offered: TRUSTED_KEY });

    expect((await approve(id, TRUSTED_KEY)).body).toMatchObject({ state: 'trusted', decidedBy: 'admin' });
    expect(await keyOf(id)).toMatchObject({ state: 'trusted', fingerprint: TRUSTED_KEY, offered: null });

    await readings.record([keyOffered(id, OTHER_KEY, 'changed')]);
    expect(await keyOf(id)).toMatchObject({ state: 'changed', fingerprint: TRUSTED_KEY, offered: OTHER_KEY });

    await approve(id, OTHER_KEY, 'new mainboard');
    expect(await keyOf(id)).toMatchObject({ state: 'trusted', fingerprint: OTHER_KEY, offered: null });
    const { body } = await controller.admin.call('listHostKeys', { params: { id } });
    expect((body.items as { state: string }[]).map((key) => key.state).toSorted()).toEqual(['replaced', 'trusted']);
  });

  it('that was never offered cannot be trusted', async () => {
    const { id } = await add();
    const path = `/api/v1/appliances/${id}/host-keys/${encodeURIComponent(OTHER_KEY)}/actions/approve`;
    expect((await controller.admin.ask('POST', path)).status).toBe(404);
  });
});

describe('an instance', () => {
  it('shows where it is reached, what it said, and which conditions it can have', async () => {
    const host = await add({ name: 'sdx-lon-01', hostKeyPolicy: 'trust-first' });
    const seen = { uuid: 'vm-1', name: 'vpx-web-1', address: '203.0.113.7' };
    const { ids } = await controller.stores.instances.reconcile(host.id, [seen]);
    const id = ids[0] ?? '';
    await controller.stores.readings.record([
      reading(id, {
        callHome: { ...UNTOUCHED, enabled: false },
        registration: 'read-off',
        findings: [
          {
            code: 'memory-anomaly',
            component: 'appliance',
            state: 'active',
            severity: 'warning',
            title: 'Memory anomaly',
            evidence: null,
            affects: [],
          },
        ],
      }),
    ]);
    const instance = await get(id);
    expect(instance).toMatchObject({
      address: '203.0.113.7',
      hostName: 'sdx-lon-01',
      credential: { id: credentialId, state: 'valid' },
      // Off on a release that has it on: somebody chose that, and the choice is kept as an override.
      callHome: { enabled: false, registration: 'off', drift: 'in-sync', overrides: 1 },
    });
    const states = Object.fromEntries(instance.conditions.map(({ code, state }) => [code, state]));
    expect(states).toMatchObject({
      'power-supply-failure': 'not-applicable',
      'memory-anomaly': 'active',
      'warm-restart': 'not-checked',
    });
    const psu = instance.conditions.find(({ code }) => code === 'power-supply-failure');
    expect(psu?.reason).toBe('no access to the power supply');

    const listed = await controller.admin.call('listInstances', { params: { id: host.id } });
    expect((listed.body.items as Appliance[]).map((each) => each.name)).toEqual(['vpx-web-1']);
    expect((await get(host.id)).instanceCount).toBe(1);

    const conditions = await controller.admin.call('listConditions', { query: '?state=active' });
    expect(conditions.body.items).toEqual([
      expect.objectContaining({ applianceName: 'vpx-web-1', level: 'instance', opensServiceRequest: false }),
    ]);
    const overview = (await controller.admin.call('getOverview')).body;
    expect(overview).toMatchObject({ callHome: { eligible: 1, drifted: 0 }, conditions: { open: 1, critical: 0 } });
  });

  it('takes an override of its address, and gives it back', async () => {
    const { body } = await controller.admin.call('listAppliances', { query: '?kind=sdx-instance' });
    const [instance] = body.items as Appliance[];
    if (instance === undefined) throw new Error('the spec before adds an instance');
    const params = { id: instance.id };
    const changed = await controller.admin.call('patchAppliance', {
      params,
      body: { address: '127.0.0.1', port: 2201 },
      headers: { 'if-match': `"${instance.version}"` },
    });
    expect(changed.body).toMatchObject({ address: '127.0.0.1', port: 2201 });
    const back = await controller.admin.call('patchAppliance', {
      params,
      body: { address: null, port: null },
      headers: { 'if-match': changed.headers.get('etag') ?? '' },
    });
    expect(back.body).toMatchObject({ address: '203.0.113.7', port: 22 });
  });
});

describe('filters of the inventory', () => {
  it('find by kind, place and words, and treat no sign as a pattern', async () => {
    await add({ kind: 'mpx', name: '50%_off', site: 'apac' });
    const names = async (query: string) => {
      const { body } = await controller.admin.call('listAppliances', { query });
      return (body.items as Appliance[]).map((each) => each.name);
    };
    expect(await names('?kind=mpx')).toEqual(['50%_off']);
    expect(await names('?site=apac&q=OFF')).toEqual(['50%_off']);
    expect(await names('?q=50__off')).toEqual([]);
  });
});
