import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';

const SECRET = `whsec_${Buffer.from('a secret of the specs, long').toString('base64')}`;
const WEBHOOK = { kind: 'webhook', url: 'https://hooks.example.net/fleet' };

let controller: ControllerUnderTest;
beforeAll(async () => {
  controller = await launchController();
});
afterAll(() => controller.close());

const call: ControllerUnderTest['admin']['call'] = (...given) => controller.admin.call(...given);
let number = 0;
const body = (more: Record<string, unknown> = {}) => ({
  ...{ name: `channel ${++number}`, events: ['condition.raised'], settings: WEBHOOK },
  ...{ secrets: { signingSecret: SECRET } },
  ...more,
});
const refused = async (method: string, address: string, of: unknown, headers = {}) => {
  const { status, body: problem } = await controller.admin.ask(method, `/api/v1${address}`, { body: of, headers });
  return { status, errors: (problem['errors'] as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer) };
};

describe('a channel', () => {
  it('is added for the whole fleet, and its secrets never come back', async () => {
    const { body: made } = await call('createChannel', { body: body() });
    expect(made).toMatchObject({
      ...{ scope: 'fleet', leastSeverity: null, digestMinutes: null, isEnabled: true, disabledReason: null },
      ...{ secrets: ['signingSecret'], settings: { ...WEBHOOK, caPem: null }, version: 1 },
    });
    const { body: listed } = await call('listChannels');
    expect(JSON.stringify([made, listed])).not.toContain(SECRET);
  });

  it('is changed by whoever saw its latest version; secrets that are not named stay', async () => {
    const { body: made } = await call('createChannel', { body: body() });
    const params = { id: String(made['id']) };
    const patch = { events: ['delivery.failed'], leastSeverity: 'critical', isEnabled: false };
    const headers = { 'if-match': '"1"' };
    const { body: changed } = await call('patchChannel', { params, body: patch, headers });
    expect(changed).toMatchObject({ ...patch, secrets: ['signingSecret'], version: 2 });
    expect(await refused('PATCH', `/channels/${params.id}`, patch, headers)).toMatchObject({ status: 412 });
    await call('removeChannel', { params, headers: { 'if-match': '"2"' } });
    expect(await refused('GET', `/channels/${params.id}`, undefined)).toMatchObject({ status: 404 });
  });

  it.each([
    ['without the secret that its kind needs', { secrets: {} }, ['/secrets/signingSecret']],
    ['with a secret that is none', { secrets: { signingSecret: 'hunter2' } }, ['/secrets/signingSecret']],
    ['without TLS', { settings: { ...WEBHOOK, url: 'http://hooks.example.net/' } }, ['/settings/url']],
    ['with a digest of what is no mail', { digestMinutes: 10 }, ['/digestMinutes']],
    ['for nothing', { events: [] }, ['/events']],
    [
      'for what its kind has no words for',
      {
        events: ['incident.opened'],
        settings: { kind: 'snmp-v2c', host: '10.0.0.9' },
        secrets: { community: 'public' },
      },
      ['/events'],
    ],
    [
      'that encrypts without signing',
      {
        settings: { kind: 'snmp-v3', host: '10.0.0.9', user: 'fleet', authentication: null, privacy: 'aes128' },
        secrets: { privacyKey: 'a long key' },
      },
      ['/settings/privacy'],
    ],
    [
      'whose recipient hides a header',
      {
        settings: {
          kind: 'mail',
          host: 'mail.example.net',
          from: 'a@example.net',
          to: ['b@example.net\r\nBcc: c@example.net'],
        },
        secrets: {},
      },
      ['/settings/to/0'],
    ],
  ])('is refused %s, and the answer says which field', async (_says, more, errors) => {
    expect(await refused('POST', '/channels', body(more))).toEqual({ status: 422, errors });
  });

  it('is for a scope that exists', async () => {
    expect(await refused('POST', '/channels', body({ scope: 'site:nowhere' }))).toMatchObject({ status: 404 });
  });

  it('is tested, which the log shows', async () => {
    const { body: made } = await call('createChannel', { body: body() });
    const id = String(made['id']);
    const { body: test } = await call('testChannel', { params: { id } });
    const { body: log } = await call('listNotifications', { query: `?channelId=${id}` });
    expect(log['items']).toMatchObject([{ id: test['id'], event: 'test', state: 'pending' }]);
    const { body: sent } = await call('listNotifications', { query: `?channelId=${id}&state=sent` });
    expect(sent).toMatchObject({ items: [] });
    expect(await refused('POST', `/notifications/${String(test['id'])}/actions/retry`, undefined)).toMatchObject({
      status: 409,
    });
  });
});
