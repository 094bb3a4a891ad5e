import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, launchController, type Answer, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';
import { hideOthers } from './hide-others.js';
import { ownerScope } from './owner-scope.js';
import type { Appliance } from '../../../../libs/contract/src/index.js';

const UNKNOWN = 'app_01KAQZ5Z5Z5Z5Z5Z5Z5Z5Z5Z5Z';

let controller: ControllerUnderTest;
let hostId = '';
let ids: readonly string[] = [];
let deliveries: readonly string[] = [];
/** Of the first instance, and of the host with both of its instances. */
let ofInstance: Client;
let ofHost: Client;
beforeAll(async () => {
  controller = await launchController();
  ({ hostId, ids } = await addFleet(controller.stores, ['vpx-pay-1', 'vpx-pay-2']));
  ofInstance = await controller.person('owner', [`instance:${id(0)}`]);
  ofHost = await controller.person('owner', [`host:${hostId}`]);
  deliveries = await Promise.all(
    ids.map(async (applianceId) => {
      const { body } = await controller.admin.call('createDelivery', { body: { applianceId, reason: 'asked for' } });
      return String(body.id);
    }),
  );
});
afterAll(() => controller.close());

const id = (index: number) => ids[index] ?? '';
const itemsOf = ({ body }: Answer) => (body.items as { id: string }[]).map((item) => item.id);
const totalOf = ({ body }: Answer) => (body.page as { approxTotal: number }).approxTotal;
const plain = ({ status, body }: Answer) => ({ status, ...body, instance: '', requestId: '' });

describe('the owner of one instance', () => {
  it('lists and counts this one only, whatever filter is also true of others', async () => {
    for (const query of ['', '?limit=1', '?q=vpx', `?hostId=${hostId}`, '?site=emea', '?kind=sdx-instance']) {
      const list = await ofInstance.call('listAppliances', { query });
      expect([query, itemsOf(list), totalOf(list)]).toEqual([query, [id(0)], 1]);
      expect(list.body.page).toMatchObject({ next: null });
    }
    const others = await ofInstance.call('listAppliances', { query: '?q=vpx-pay-2' });
    expect([itemsOf(others), totalOf(others)]).toEqual([[], 0]);
  });

  it('reads it, its effective settings, its conditions, its layer and its deliveries', async () => {
    expect((await ofInstance.call('getAppliance', { params: { id: id(0) } })).body.id).toBe(id(0));
    const effective = await ofInstance.ask('GET', `/api/v1/appliances/${id(0)}/effective`);
    expect(effective).toMatchObject({ status: 200, body: { applianceId: id(0) } });
    expect((await ofInstance.call('listApplianceConditions', { params: { id: id(0) } })).status).toBe(200);
    expect((await ofInstance.ask('GET', `/api/v1/layers/instance:${id(0)}`)).status).toBe(200);
    const list = await ofInstance.call('listDeliveries', { query: '?type=manual' });
    expect([itemsOf(list), totalOf(list)]).toEqual([[deliveries[0]], 1]);
    expect((await ofInstance.call('getDelivery', { params: { id: deliveries[0] ?? '' } })).status).toBe(200);
  });

  it('changes its layer', async () => {
    const layer = `/api/v1/layers/instance:${id(0)}`;
    const { headers } = await ofInstance.ask('GET', layer);
    const written = await ofInstance.ask('PATCH', layer, {
      body: { settings: { emailAddress: 'pay@corp.example' } },
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    expect(written.body).toMatchObject({ settings: { emailAddress: 'pay@corp.example' } });
  });

  const HIDDEN: readonly (readonly [string, string, (applianceId: string) => string])[] = [
    ['GET', 'an appliance', (of) => `/appliances/${of}`],
    ['GET', 'instances', (of) => `/appliances/${of}/instances`],
    ['GET', 'effective settings', (of) => `/appliances/${of}/effective`],
    ['GET', 'conditions', (of) => `/appliances/${of}/conditions`],
    ['GET', 'components', (of) => `/appliances/${of}/components`],
    ['GET', 'host keys', (of) => `/appliances/${of}/host-keys`],
    ['DELETE', 'an appliance', (of) => `/appliances/${of}`],
    ['POST', 'a check', (of) => `/appliances/${of}/actions/check`],
    ['GET', 'the layer of an instance', (of) => `/layers/instance:${of}`],
    ['PUT', 'the layer of an instance', (of) => `/layers/instance:${of}`],
    ['PATCH', 'the layer of an instance', (of) => `/layers/instance:${of}`],
    ['GET', 'the layer of a host', (of) => `/layers/host:${of}`],
    ['PATCH', 'the layer of a host', (of) => `/layers/host:${of}`],
  ];

  it.each(HIDDEN)('cannot tell by %s of %s whether somebody else has it', async (method, _, pathOf) => {
    const ask = (of: string) =>
      ofInstance.ask(method, `/api/v1${pathOf(of)}`, method === 'GET' ? {} : { body: {}, headers: { 'if-match': '"1"' } });
    const nothing = plain(await ask(UNKNOWN));
    expect(nothing).toMatchObject({ status: 404, code: 'not-found' });
    expect(plain(await ask(id(1)))).toEqual(nothing);
    expect(plain(await ask(hostId))).toEqual(nothing);
  }); // prettier-ignore

  it.each(['fleet', 'site:emea', 'group:pci'])('does not find the layer %s', async (scope) => {
    expect((await ofInstance.ask('GET', `/api/v1/layers/${scope}`)).body.code).toBe('not-found');
  });

  it('does not find a delivery of others, nor counts it by its appliance', async () => {
    const [others, nothing] = await Promise.all(
      [String(deliveries[1]), 'dlv_01KAQZ5Z5Z5Z5Z5Z5Z5Z5Z5Z5Z'].map((of) => ofInstance.ask('GET', `/api/v1/deliveries/${of}`)),
    ); // prettier-ignore
    expect(others?.status).toBe(404);
    expect(others && plain(others)).toEqual(nothing && plain(nothing));
    const byAppliance = await ofInstance.call('listDeliveries', { query: `?applianceId=${id(1)}` });
    expect([itemsOf(byAppliance), totalOf(byAppliance)]).toEqual([[], 0]);
  });

  it.each(['/stats/overview', '/events', '/layers', '/conditions', '/operations', '/rollouts', '/queues'])(
    'may not read %s, which is about the whole fleet',
    async (path) => {
      expect(await ofInstance.ask('GET', `/api/v1${path}`)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    },
  );

  it('is told that what is closed is closed, of what is seen anyway', async () => {
    const answer = await ofInstance.ask('POST', `/api/v1/appliances/${id(0)}/actions/discover`);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('hands a token on that is kept to the same scope', async () => {
    const { body } = await ofInstance.call('createToken', { body: { name: 'mine' } });
    expect(body.role).toBe('owner');
    const token = new Client(controller.url, { authorization: `Bearer ${String(body.token)}` });
    expect(totalOf(await token.call('listAppliances'))).toBe(1);
    expect((await token.ask('GET', `/api/v1/appliances/${id(1)}`)).status).toBe(404);
  });

  it('does not see the board of raw jobs', async () => {
    expect((await ofInstance.ask('GET', '/admin/queues/api/queues')).body.code).toBe('forbidden');
  });
});

describe('the owner of a host', () => {
  it('sees it and all of its instances, those that come later among them', async () => {
    expect(itemsOf(await ofHost.call('listAppliances'))).toEqual([hostId, ...ids]);
    expect(itemsOf(await ofHost.call('listInstances', { params: { id: hostId } }))).toEqual(ids);
    expect((await ofHost.ask('GET', `/api/v1/layers/instance:${id(1)}`)).status).toBe(200);
    expect(totalOf(await ofHost.call('listDeliveries', { query: '?type=manual' }))).toBe(2);
    const seen = [...ids, 'later'].map((_, index) => {
      return { uuid: `vm-${index}`, name: `vpx-pay-${index + 1}`, address: `192.0.2.${20 + index}` };
    });
    const { ids: now } = await controller.stores.instances.reconcile(hostId, seen);
    expect(now).toHaveLength(3);
    expect(totalOf(await ofHost.call('listAppliances'))).toBe(4);
    expect(totalOf(await ofInstance.call('listAppliances'))).toBe(1);
  });

  it('reads the layer of the host', async () => {
    expect((await ofHost.ask('GET', `/api/v1/layers/host:${hostId}`)).status).toBe(200);
  });

  it('does not find the layer of an instance under the name of a host', async () => {
    expect((await ofHost.ask('GET', `/api/v1/layers/host:${id(0)}`)).status).toBe(404);
  });
});

describe('hideOthers', () => {
  const partners = {
    peerId: 'app_peer',
    peer: { id: 'app_peer', name: 'vpx-pay-2', address: '192.0.2.21' },
    cluster: { id: 1, address: null, nodeId: 1, isCoordinator: true, members: [{ id: 'app_own', name: 'a' }, { id: 'app_peer', name: 'b' }] },
  }; // prettier-ignore
  const view = partners as unknown as Appliance;

  it('takes id and name from partners that are somebody else\'s, and leaves the address', () => {
    const scope = ownerScope([{ id: 'app_own', isHost: false }]);
    expect(hideOthers(view, { scope })).toEqual({
      peerId: null,
      peer: { id: null, name: null, address: '192.0.2.21' },
      cluster: { ...partners.cluster, members: [{ id: 'app_own', name: 'a' }] },
    });
  }); // prettier-ignore

  it('leaves own partners, and everything to those who see everything', () => {
    const scope = ownerScope(['app_own', 'app_peer'].map((own) => ({ id: own, isHost: false })));
    expect([hideOthers(view, { scope }), hideOthers(view, { scope: null })]).toEqual([partners, partners]);
  });
});
