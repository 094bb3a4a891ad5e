import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { addressPolicy } from '../address-policy/address-policy.js';
import { HERE, openReceiver, type Receiver, type Told } from '../https/receiver.fake.js';
import { webhookChannel, type WebhookSettings } from './webhook-channel.js';

const SECRETS = ['whsec_bmV3IHNlY3JldCBvZiB0aGUgc3BlY3M=', 'whsec_b2xkIHNlY3JldCBvZiB0aGUgc3BlY3M='];
const MESSAGE = { id: 'ntf_1', body: { type: 'condition.raised', data: { title: 'Festplatte – kaputt' } } };

let receiver: Receiver;
let next: Told;
beforeAll(async () => {
  receiver = await openReceiver(() => next);
});
afterAll(() => receiver.close());
beforeEach(() => {
  next = { status: 204 };
  receiver.asked.length = 0;
});

const channel = (more: Partial<WebhookSettings> = {}) =>
  webhookChannel({
    ...{ url: `${receiver.url}/hook?of=x`, caPem: receiver.caPem, secrets: SECRETS, addressPolicy: HERE },
    ...more,
  });
const quiet = () => new AbortController().signal;

describe('a webhook', () => {
  it.each(SECRETS)('is signed so that a holder of %s can verify it', async (secret) => {
    expect(await channel().send(MESSAGE, quiet())).toMatchObject({ kind: 'sent' });
    const [{ headers, text } = { headers: {}, text: '' }] = receiver.asked;
    expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toEqual(MESSAGE.body);
    expect(headers).toMatchObject({ 'webhook-id': 'ntf_1', 'content-type': 'application/json' });
  });

  it.each([
    [200, 'sent', null],
    [301, 'refused', 'http-301'],
    [400, 'refused', 'http-400'],
    [410, 'refused', 'endpoint-gone'],
    [429, 'deferred', 'http-429'],
    [503, 'deferred', 'http-503'],
  ])('that is answered %i is %s', async (status, kind, cause) => {
    next = { status, headers: { location: `${receiver.url}/elsewhere`, 'retry-after': '7' } };
    const outcome = await channel().send(MESSAGE, quiet());
    expect(outcome).toMatchObject({ kind, ...(cause !== null && { cause }) });
    if (outcome.kind === 'deferred') expect(outcome.retryAfterMs).toBe(7000);
    expect(receiver.asked).toHaveLength(1);
  });

  it.each([
    ['trusts the public authorities only', { caPem: null }, { kind: 'refused', cause: 'tls-unknown-ca' }],
    [
      'may not reach this machine',
      { addressPolicy: addressPolicy({ networks: null, exceptions: [] }) },
      { kind: 'refused', cause: 'address-not-allowed' },
    ],
    ['has nobody at its address', { url: 'https://localhost:9/' }, { kind: 'deferred', cause: 'network-ECONNREFUSED' }],
  ] as const)('from a channel that %s is not sent', async (_says, more, outcome) => {
    expect(await channel(more).send(MESSAGE, quiet())).toMatchObject(outcome);
    expect(receiver.asked).toHaveLength(0);
  });

  it('ends when it is called off', async () => {
    next = 'stay-silent';
    const ending = new AbortController();
    const sending = channel().send(MESSAGE, ending.signal);
    ending.abort();
    expect(await sending).toMatchObject({ kind: 'deferred', cause: 'cancelled' });
  });

  it('is refused when it is longer than receivers take', async () => {
    const body = { text: 'x'.repeat(20_000) };
    await expect((async () => channel().send({ id: 'ntf_2', body }, quiet()))()).rejects.toMatchObject({
      code: 'MESSAGE_INVALID',
    });
  });

  it.each([
    ['no secret', { secrets: [] }],
    ['a secret that is no base64', { secrets: ['whsec_!'] }],
    ['an address without TLS', { url: 'http://hooks.example.net/' }],
    ['an authority that is none', { caPem: 'x' }],
  ])('cannot have %s', (_says, more) => {
    expect(() => channel(more)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
  });
});
