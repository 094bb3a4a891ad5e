import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../../libs/callhome/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet, reading } from '../fleet-under-test.fake.js';

const HOUR_MS = 3_600_000;

let controller: ControllerUnderTest;
let applianceId: string;
beforeAll(async () => {
  controller = await launchController();
  applianceId = (await addFleet(controller.stores, ['vpx-pay-1'])).ids[0] ?? '';
});
afterAll(() => controller.close());

const call: ControllerUnderTest['admin']['call'] = (...given) => controller.admin.call(...given);
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const flash = (state: 'active' | 'ok'): Finding => ({
  code: 'compact-flash-error',
  component: 'appliance',
  state,
  severity: state === 'active' ? 'critical' : 'none',
  title: 'Compact flash errors',
  evidence: { command: 'show callhome', line: 'flash' },
  affects: [],
});
const find = (state: 'active' | 'ok') =>
  controller.stores.readings.record([reading(applianceId, { findings: [flash(state)] })]);
const condition = async () => {
  const { body } = await call('listApplianceConditions', { params: { id: applianceId } });
  return (body.items as { id: string; code: string; acknowledgement: unknown }[]).find(
    (each) => each.code === 'compact-flash-error',
  );
};

describe('a condition', () => {
  it('is acknowledged while it is active, and asked about anew when it comes again', async () => {
    await find('active');
    const id = (await condition())?.id ?? '';
    const body = { note: 'a new card is ordered' };
    expect((await call('acknowledgeCondition', { params: { id }, body })).body).toMatchObject({
      state: 'active',
      raisedAt: expect.any(String),
      acknowledgement: { note: 'a new card is ordered' },
    });
    await find('ok');
    expect(await condition()).toMatchObject({ state: 'cleared', acknowledgement: null });
    const refused = await controller.admin.ask('POST', `/api/v1/conditions/${id}/actions/acknowledge`, { body });
    expect([refused.status, refused.body.code]).toEqual([409, 'illegal-transition']);
  });

  it('is silenced by itself', async () => {
    const id = (await condition())?.id ?? '';
    const made = await call('silenceCondition', { params: { id }, body: { until: inHours(1), reason: 'it is known' } });
    expect([made.status, made.body]).toMatchObject([
      201,
      { kind: 'silence', scope: `instance:${applianceId}`, code: 'compact-flash-error', component: 'appliance' },
    ]);
    const list = await call('listQuietPeriods');
    expect(list.body).toMatchObject({ items: [{ id: made.body.id }], page: { approxTotal: 1 } });
    const ended = await call('endQuietPeriod', { params: { id: String(made.body.id) } });
    expect(ended.body).toMatchObject({ endedAt: expect.any(String) });
    expect((await call('listQuietPeriods')).body.items).toEqual([]);
  });
});

describe('an incident', () => {
  it('has its conditions, and the service request that opened by itself, which a person follows to its end', async () => {
    await find('active');
    const { body } = await call('listIncidents', { query: `?state=open&applianceId=${applianceId}` });
    const [incident] = body.items as { id: string; serviceRequestIds: string[] }[];
    const id = incident?.serviceRequestIds[0] ?? '';
    expect((await call('getIncident', { params: { id: incident?.id ?? '' } })).body).toMatchObject({
      kind: 'single',
      title: 'Compact flash errors',
      conditionIds: [(await condition())?.id],
      serviceRequestIds: [id],
    });
    const requests = await call('listServiceRequests', { query: `?incidentId=${incident?.id ?? ''}` });
    expect(requests.body).toMatchObject({ items: [{ id, state: 'requested' }], page: { approxTotal: 1 } });
    const number = await call('numberServiceRequest', { params: { id }, body: { number: '4711' } });
    expect(number.body).toMatchObject({ state: 'open', number: '4711' });
    const reason = 'the card was changed';
    expect((await call('closeServiceRequest', { params: { id }, body: { reason } })).body).toMatchObject({
      ...{ state: 'closed', reason },
    });
    const steps = await call('listServiceRequestTransitions', { params: { id } });
    expect((steps.body.items as { toState: string }[]).map((step) => step.toState)).toEqual([
      ...['needs-review', 'requested', 'open', 'closed'],
    ]);
    for (const action of ['decline', 'open']) {
      const refused = await controller.admin.ask('POST', `/api/v1/service-requests/${id}/actions/${action}`, {
        body: { reason },
      });
      expect([refused.status, refused.body.code]).toEqual([409, 'illegal-transition']);
    }
  });

  it.each(['/incidents/inc_none', '/service-requests/srq_none/transitions'])('is not found at %s', async (path) => {
    expect((await controller.admin.ask('GET', `/api/v1${path}`)).status).toBe(404);
  });
});

describe('a maintenance window', () => {
  const window = { kind: 'maintenance', scope: 'fleet', reason: 'new switches' };

  it('is planned ahead', async () => {
    const made = await call('createQuietPeriod', { body: { ...window, from: inHours(1), until: inHours(3) } });
    expect([made.status, made.body]).toMatchObject([201, { ...window, code: null, component: null }]);
  });

  it.each([
    ['is over', { until: inHours(-1) }, 422],
    ['ends before it begins', { from: inHours(2), until: inHours(1) }, 422],
    ['has no reason', { until: inHours(1), reason: ' ' }, 422],
    ['is for a site that there is not', { until: inHours(1), scope: 'site:atlantis' }, 404],
  ])('is refused where it %s', async (_says, more, status) => {
    const answer = await controller.admin.ask('POST', '/api/v1/quiet-periods', { body: { ...window, ...more } });
    expect(answer.status).toBe(status);
  });
});

describe('the registration of an appliance', () => {
  it('is asked for when it is first read, and tells when the next heartbeat is due', async () => {
    const { body } = await call('getRegistration', { params: { id: applianceId } });
    expect(body).toMatchObject({
      state: 'registering',
      heartbeat: { standing: 'never', intervalDays: expect.any(Number), lastAt: null, dueAt: expect.any(String) },
    });
  });

  it('is none of an appliance that nobody knows', async () => {
    expect((await controller.admin.ask('GET', '/api/v1/appliances/app_none/registration')).status).toBe(404);
  });
});
