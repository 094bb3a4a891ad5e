import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NotifiedEvent } from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { addMpx, answered, disk } from '../readings/readings.fake.js';
import type { NewChannel } from './channel-store.js';
import type { Notification } from './notification.table.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());
beforeEach(async () => {
  await announceAll();
  await test.database.source.query('DELETE FROM channel');
  await test.database.source.query('DELETE FROM outbox');
  // Only so many requests open by themselves a day.
  await test.database.source.query(`UPDATE service_request_transition SET at = at - interval '2 days'`);
});

let number = 0;
const name = () => `notify-${++number}`;
const announceAll = async () => {
  while ((await test.stores.announcer.announce(100)) > 0);
};
const addChannel = (more: Partial<NewChannel> = {}) =>
  test.stores.channels.add(
    {
      ...{ name: name(), scope: 'fleet', events: ['condition.raised'], leastSeverity: null, digestMinutes: null },
      ...{ settings: { kind: 'webhook', url: 'https://hooks.example.net/x', caPem: null }, isEnabled: true },
      ...more,
    },
    { signingSecret: 'whsec_c2VjcmV0' },
    'a person',
  );
const find = async (id: string, state: 'active' | 'ok' | 'unknown') => {
  await test.stores.readings.record([answered(id, { findings: [disk(state)] })]);
};
const told = async (channelId: string, state: Notification['state'] | null = null) =>
  (await test.stores.channels.log({ channelId, state }, 50, null)).toReversed();
const eventsOf = async (channelId: string) => (await told(channelId)).map((row) => row.event);
const claim = async (refId: string) => {
  const lease = await test.stores.outbox.claim('notify', refId, { worker: 'w', leaseMs: 60_000 });
  if (lease === null) throw new Error(`${refId} is not to be had`);
  return lease;
};
const attempt = async (refId: string, result: Parameters<typeof test.stores.notificationWork.record>[2]) => {
  const lease = await claim(refId);
  const task = await test.stores.notificationWork.begin(lease);
  if (task === null) throw new Error('there is nothing to tell');
  await test.stores.notificationWork.record(lease, task, result);
  return task;
};

describe('Announcer', () => {
  const EVERYTHING: NotifiedEvent[] = [
    ...(['condition.raised', 'condition.cleared', 'incident.opened', 'incident.closed'] as const),
    ...(['service-request.opened', 'service-request.needs-review', 'delivery.failed'] as const),
  ];

  it('tells what happened once, with the names and facts of the time', async () => {
    const id = await addMpx(test, name());
    const { id: channelId } = await addChannel({ events: EVERYTHING });
    await find(id, 'active');
    await announceAll();
    await announceAll();
    expect((await eventsOf(channelId)).toSorted()).toEqual([
      'condition.raised',
      'incident.opened',
      'service-request.opened',
    ]);
    const raised = (await told(channelId)).find((row) => row.event === 'condition.raised');
    expect(raised).toMatchObject({
      ...{ applianceId: id, severity: disk('active').severity, title: disk('active').title, state: 'pending' },
      data: { code: 'hard-disk-error', component: 'disk/1', appliance: { id, kind: 'mpx' } },
    });
    await find(id, 'ok');
    await find(id, 'ok');
    await find(id, 'ok');
    await announceAll();
    expect((await eventsOf(channelId)).slice(3).toSorted()).toEqual(['condition.cleared', 'incident.closed']);
  });

  it('tells a thing once, however many announce at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => addMpx(test, name())));
    const { id: channelId } = await addChannel();
    for (const id of ids) await find(id, 'active');
    await Promise.all(Array.from({ length: 6 }, () => announceAll()));
    await announceAll();
    expect((await told(channelId)).map((row) => row.applianceId).toSorted()).toEqual(ids.toSorted());
  });

  it('says nothing of what cannot be read, nor when it can be read again as it was', async () => {
    const id = await addMpx(test, name());
    await find(id, 'active');
    await announceAll();
    const { id: channelId } = await addChannel({ events: EVERYTHING });
    await find(id, 'unknown');
    await find(id, 'active');
    await announceAll();
    expect(await eventsOf(channelId)).toEqual([]);
  });

  it.each([
    ['another appliance', 'instance:app_other', null, true, 0],
    ['the fleet', 'fleet', null, true, 1],
    ['the appliance', 'own', null, true, 1],
    ['what is critical at least', 'fleet', 'critical', true, 0],
    ['what is a warning at least', 'fleet', 'warning', true, 1],
    ['the fleet, switched off', 'fleet', null, false, 0],
  ] as const)(
    'is heard on a channel for %s as often as it should',
    async (_says, scope, leastSeverity, isEnabled, times) => {
      const id = await addMpx(test, name());
      const { id: channelId } = await addChannel({
        ...{ scope: scope === 'own' ? `instance:${id}` : scope, leastSeverity, isEnabled },
      });
      await test.stores.readings.record([answered(id, { findings: [{ ...disk('active'), severity: 'major' }] })]);
      await announceAll();
      expect(await told(channelId)).toHaveLength(times);
    },
  );

  it('tells nobody of conditions that a person has silenced', async () => {
    const id = await addMpx(test, name());
    const { id: channelId } = await addChannel({ events: EVERYTHING });
    const now = Date.now();
    await test.stores.quietPeriods.add(
      {
        ...{ kind: 'silence', scope: `instance:${id}`, code: null, component: null, reason: 'known' },
        ...{ fromAt: new Date(now - 1000), untilAt: new Date(now + 3_600_000) },
      },
      'a person',
    );
    await find(id, 'active');
    await announceAll();
    expect(await told(channelId)).toEqual([]);
  });

  it('keeps events that are not announced yet from being forgotten', async () => {
    const id = await addMpx(test, name());
    const { id: channelId } = await addChannel();
    await find(id, 'active');
    await test.database.source.query(`UPDATE event SET at = now() - interval '2 days'`);
    await test.stores.events.prune(60);
    await announceAll();
    expect(await told(channelId)).toHaveLength(1);
  });
});

describe('NotificationWork', () => {
  const tested = async (more: Partial<NewChannel> = {}) => {
    const channel = await addChannel(more);
    return { channel, ...(await test.stores.channels.test(channel.id, 'a person')) };
  };
  const state = async (channelId: string) => (await told(channelId)).map((row) => [row.state, row.attempts, row.cause]);

  it('is done with what was sent', async () => {
    const { id, channelId } = await tested();
    await attempt(id, { kind: 'sent', detail: 'taken' });
    expect(await state(channelId)).toEqual([['sent', 1, null]]);
    expect(await test.stores.outbox.claim('notify', id, { worker: 'w', leaseMs: 1000 })).toBeNull();
  });

  it('tries again what was deferred, not before the wait that the receiver asked for', async () => {
    const { id, channelId } = await tested();
    await attempt(id, { kind: 'deferred', cause: 'http-503', detail: 'busy', retryAfterMs: 90_000 });
    expect(await state(channelId)).toEqual([['pending', 1, 'http-503']]);
    const rows: unknown = await test.database.source.query(
      `SELECT due_at > now() + interval '85 seconds' AS later FROM outbox WHERE ref_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ later: true }]);
  });

  it('gives up after 24 hours, and a person can have it tried again', async () => {
    const { id, channelId } = await tested();
    await test.database.source.query(`UPDATE notification SET created_at = now() - interval '25 hours'`);
    await attempt(id, { kind: 'deferred', cause: 'http-503', detail: 'busy', retryAfterMs: null });
    expect(await state(channelId)).toEqual([['failed', 1, 'http-503']]);
    await test.stores.channels.retry(id);
    await attempt(id, { kind: 'sent', detail: 'taken' });
    expect(await state(channelId)).toEqual([['sent', 1, null]]);
    await expect(test.stores.channels.retry(id)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
  });

  it('switches a channel off whose receiver is gone, until a person switches it on', async () => {
    const { id, channelId } = await tested();
    await attempt(id, { kind: 'refused', cause: 'endpoint-gone', detail: 'it is gone', switchOff: true });
    expect(await test.stores.channels.get(channelId)).toMatchObject({ isEnabled: false, disabledReason: 'it is gone' });
    const on = await test.stores.channels.change(channelId, {
      ...{ version: 1, patch: { isEnabled: true }, secrets: {} },
    });
    expect(on).toMatchObject({ isEnabled: true, disabledReason: null });
    expect(test.stores.channels.secretsOf(on)).toEqual({ signingSecret: 'whsec_c2VjcmV0' });
  });

  it('puts what comes within the time of a digest into one', async () => {
    const ids = await Promise.all([addMpx(test, name()), addMpx(test, name())]);
    const { id: channelId } = await addChannel({ digestMinutes: 10 });
    for (const id of ids) {
      await find(id, 'active');
      await announceAll();
    }
    expect(await test.stores.outbox.claim('notify', channelId, { worker: 'w', leaseMs: 1000 })).toBeNull();
    await test.database.source.query(`UPDATE outbox SET due_at = now() WHERE ref_id = $1`, [channelId]);
    const { notifications } = await attempt(channelId, { kind: 'sent', detail: 'taken' });
    expect(notifications.map((row) => row.applianceId)).toEqual(ids);
    expect(await state(channelId)).toEqual([
      ['sent', 1, null],
      ['sent', 1, null],
    ]);
  });

  it('tells what came while a digest was being sent', async () => {
    const ids = await Promise.all([addMpx(test, name()), addMpx(test, name())]);
    const { id: channelId } = await addChannel({ digestMinutes: 10 });
    await find(ids[0] ?? '', 'active');
    await announceAll();
    await test.database.source.query(`UPDATE outbox SET due_at = now() WHERE ref_id = $1`, [channelId]);
    const lease = await claim(channelId);
    const task = await test.stores.notificationWork.begin(lease);
    await find(ids[1] ?? '', 'active');
    await announceAll();
    if (task === null) throw new Error('there is nothing to tell');
    await test.stores.notificationWork.record(lease, task, { kind: 'sent', detail: 'taken' });
    const { notifications } = await attempt(channelId, { kind: 'sent', detail: 'taken' });
    expect(notifications.map((row) => row.applianceId)).toEqual([ids[1]]);
  });

  it('forgets nothing that is still to be told', async () => {
    const { channelId } = await tested();
    await test.database.source.query(`UPDATE notification SET created_at = now() - interval '1 year'`);
    await test.stores.channels.prune(90);
    expect(await told(channelId)).toHaveLength(1);
  });

  it.each([
    [
      'a number, the request is open',
      { kind: 'sent', detail: 'INC0010001', ticket: 'INC0010001' },
      'open',
      'INC0010001',
    ],
    [
      'a refusal, the request has failed',
      { kind: 'refused', cause: 'http-403', detail: 'no', switchOff: false },
      'failed',
      null,
    ],
  ] as const)('gives a service request %s', async (_says, result, requestState, ticket) => {
    const id = await addMpx(test, name());
    const { id: channelId } = await addChannel({
      events: ['service-request.opened'],
      settings: { kind: 'ticket-webhook', url: 'https://desk.example.net/', caPem: null },
    });
    await find(id, 'active');
    await announceAll();
    const [notification] = await told(channelId);
    await attempt(notification?.id ?? '', result);
    expect(await test.stores.serviceRequests.get(notification?.subject ?? '')).toMatchObject({
      ...{ state: requestState, number: ticket },
    });
  });
});

describe('TicketFollowing', () => {
  it('looks at a ticket until it is closed, and closes the service request with it', async () => {
    const id = await addMpx(test, name());
    const { id: channelId } = await addChannel({
      events: ['service-request.opened'],
      settings: {
        ...{ kind: 'jira', url: 'https://jira.example.net', caPem: null, flavour: 'data-center', project: 'OPS' },
        ...{ issueType: 'Incident', user: null },
      },
    });
    await find(id, 'active');
    await announceAll();
    const [notification] = await told(channelId);
    const requestId = notification?.subject ?? '';
    await attempt(notification?.id ?? '', { kind: 'sent', detail: 'ticket OPS-1', ticket: 'OPS-1' });
    expect(await test.stores.outbox.claim('notify', requestId, { worker: 'w', leaseMs: 1000 })).toBeNull();
    for (const state of ['open', 'unknown', 'closed'] as const) {
      await test.database.source.query(`UPDATE outbox SET due_at = now() WHERE ref_id = $1`, [requestId]);
      const lease = await claim(requestId);
      expect(await test.stores.tickets.ticketOf(lease)).toMatchObject({ number: 'OPS-1', channel: { id: channelId } });
      await test.stores.tickets.looked(lease, state);
      const request = await test.stores.serviceRequests.get(requestId);
      expect(request?.state).toBe(state === 'closed' ? 'closed' : 'open');
    }
    const rows: unknown = await test.database.source.query('SELECT FROM outbox WHERE ref_id = $1', [requestId]);
    expect(rows).toEqual([]);
  });
});

describe('ChannelStore', () => {
  it('keeps secrets sealed, and only of the kind that a channel has', async () => {
    const { id } = await addChannel();
    const raw: unknown = await test.database.source.query('SELECT * FROM channel WHERE id = $1', [id]);
    expect(JSON.stringify(raw)).not.toContain('whsec');
    const changed = await test.stores.channels.change(id, {
      version: 1,
      patch: { settings: { kind: 'snmp-v2c', host: '10.0.0.9', port: 162 } },
      secrets: { community: 'traps' },
    });
    expect(test.stores.channels.secretsOf(changed)).toEqual({ community: 'traps' });
  });

  it('has a name once', async () => {
    const channel = await addChannel();
    await expect(addChannel({ name: channel.name })).rejects.toMatchObject({ code: 'DUPLICATE' });
  });

  it('removes a channel with its log', async () => {
    const { id } = await addChannel();
    await test.stores.channels.test(id, 'a person');
    await test.stores.channels.remove(id, 1);
    expect(await told(id)).toEqual([]);
    await expect(test.stores.channels.remove(id, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has one SNMP engine id for the life of the installation', () => {
    expect(test.stores.channels.snmpEngineId()).toMatch(/^8000000005[0-9a-f]{24}$/);
    expect(test.stores.channels.snmpEngineId()).toBe(test.stores.channels.snmpEngineId());
  });
});
