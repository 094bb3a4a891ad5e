import { afterEach, describe, expect, it } from '@jest/globals';
import { HERE, openReceiver, type Asked, type Receiver, type Told } from '../https/receiver.fake.js';
import { jiraTickets } from './jira.js';
import { serviceNowTickets } from './service-now.js';
import type { TicketRequest, TicketSystem } from './ticket-system.js';
import { webhookTickets } from './webhook-tickets.js';

const REQUEST: TicketRequest = {
  dedupeKey: `app_1|disk "1"^state=7 OR labels = 'x'`,
  summary: 'Hard disk\nfailed',
  description: 'Disk 1\n\nof host 7',
  severity: 'critical',
  object: { schema: 'sr/1', id: 'srq_1' },
};

/** A server that keeps tickets as the system does, by the key that it is given. */
interface Desk {
  readonly name: string;
  /** True: finds a ticket again by asking for it. */
  readonly finds: boolean;
  answer(kept: Map<string, string>, asked: Asked): Told;
  open(receiver: Receiver): TicketSystem;
  /** What the number of the first ticket is. */
  readonly number: string;
  /** What it answers about a ticket that is done. */
  readonly closed: unknown;
}

const isSearch = (asked: Asked) => asked.method === 'GET' || asked.path.includes('/search');
const json = (asked: Asked) => JSON.parse(asked.text) as Record<string, never>;
const at = ({ url, caPem }: Receiver) => ({ url, caPem, addressPolicy: HERE });

const jira = (flavour: 'cloud' | 'data-center'): Desk => ({
  name: `Jira ${flavour}`,
  finds: true,
  number: 'OPS-1',
  answer(kept, asked) {
    if (asked.path.includes('/search')) {
      const label = /^labels = "(sr-[0-9a-f]+)"$/.exec(String(json(asked)['jql']))?.[1] ?? 'no label';
      const key = kept.get(label);
      const issue = { key, fields: { status: { statusCategory: { key: 'indeterminate' } } } };
      return { status: 200, body: { issues: key === undefined ? [] : [issue] } };
    }
    const { fields } = json(asked) as unknown as { fields: { labels: [string]; summary: string } };
    if (/\n/.test(fields.summary)) return { status: 400 };
    kept.set(fields.labels[0], `OPS-${kept.size + 1}`);
    return { status: 201, body: { id: '1', key: kept.get(fields.labels[0]) } };
  },
  open: (receiver) =>
    jiraTickets({
      ...at(receiver),
      ...{ flavour, project: 'OPS', issueType: 'Incident', token: 'token', user: flavour === 'cloud' ? 'a@b.c' : null },
    }),
  closed: { key: 'OPS-1', fields: { status: { statusCategory: { key: 'done' } } } },
});

const serviceNow = (access: 'basic' | 'oauth'): Desk => ({
  name: `ServiceNow with ${access}`,
  finds: true,
  number: 'INC1',
  answer(kept, asked) {
    if (asked.path === '/oauth_token.do') return { status: 200, body: { access_token: 'granted', expires_in: 1800 } };
    if (access === 'oauth' && asked.headers.authorization !== 'Bearer granted') return { status: 401 };
    if (asked.method === 'GET') {
      const query = new URL(asked.path, 'https://x').searchParams.get('sysparm_query') ?? '';
      const number = kept.get(/^correlation_id=([0-9a-f]+)$/.exec(query)?.[1] ?? 'no key');
      return { status: 200, body: { result: number === undefined ? [] : [{ number, state: '2' }] } };
    }
    const key = String(json(asked)['correlation_id']);
    kept.set(key, `INC${kept.size + 1}`);
    return { status: 201, body: { result: { number: kept.get(key), state: '1' } } };
  },
  open: (receiver) => serviceNowTickets({ ...at(receiver), access, user: 'fleet', password: 'open sesame' }),
  closed: { result: [{ number: 'INC1', state: '7' }] },
});

const webhook: Desk = {
  name: 'a webhook',
  finds: false,
  number: 'T-1',
  answer(kept, asked) {
    const key = String(asked.headers['webhook-id']);
    if (!kept.has(key)) kept.set(key, `T-${kept.size + 1}`);
    return { status: 200, body: { number: kept.get(key) } };
  },
  open: (receiver) => webhookTickets({ ...at(receiver), secrets: ['whsec_bmV3IHNlY3JldCBvZiB0aGUgc3BlY3M='] }),
  closed: null,
};

const DESKS = [serviceNow('basic'), serviceNow('oauth'), jira('cloud'), jira('data-center'), webhook];

describe.each(DESKS)('$name', (desk) => {
  let receiver: Receiver | null = null;
  afterEach(() => receiver?.close());

  const start = async (between: (asked: Asked) => Told | null = () => null) => {
    const kept = new Map<string, string>();
    receiver = await openReceiver((asked) => between(asked) ?? desk.answer(kept, asked));
    return { kept, asked: receiver.asked, system: desk.open(receiver) };
  };
  const signal = () => new AbortController().signal;

  it('takes a call once, however often it is made', async () => {
    const { kept, system } = await start();
    const first = await system.open(REQUEST, signal());
    const second = await system.open(REQUEST, signal());
    expect([first, second]).toMatchObject([
      { kind: 'ticket', number: desk.number },
      { kind: 'ticket', number: desk.number },
    ]);
    expect(kept.size).toBe(1);
  });

  it('keeps calls apart', async () => {
    const { kept, system } = await start();
    await system.open(REQUEST, signal());
    await system.open({ ...REQUEST, dedupeKey: 'another' }, signal());
    expect(kept.size).toBe(2);
  });

  it('has one ticket when the answer to the first attempt was lost', async () => {
    let isLost = false;
    const { kept, system } = await start((asked) => {
      if (isLost || isSearch(asked) || asked.path === '/oauth_token.do') return null;
      isLost = true;
      desk.answer(kept, asked);
      return { status: 504 };
    });
    expect(await system.open(REQUEST, signal())).toMatchObject({ kind: 'deferred', cause: 'http-504' });
    expect(await system.open(REQUEST, signal())).toMatchObject({ kind: 'ticket', number: desk.number });
    expect(kept.size).toBe(1);
  });

  it.each([
    [{ status: 401 }, { kind: 'refused', cause: 'http-401' }],
    [{ status: 403 }, { kind: 'refused', cause: 'http-403' }],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { kind: 'deferred', cause: 'http-429', retryAfterMs: 30_000 },
    ],
    [{ status: 503 }, { kind: 'deferred', cause: 'http-503' }],
  ] as const)('that answers %j is understood', async (told, outcome) => {
    const { system } = await start(() => told);
    expect(await system.open(REQUEST, signal())).toMatchObject(outcome);
  });

  it.each([
    ['a page for people', '<html>Sign in</html>'],
    ['half an object', '{"result": ['],
    ['something else', { ok: true }],
    ['far too much', 'x'.repeat(400_000)],
  ])('that answers %s has made no ticket of a known number', async (_says, body) => {
    const { system } = await start(() => ({ status: 200, body }));
    const outcome = await system.open(REQUEST, signal());
    expect(outcome).toMatchObject(
      desk.finds ? { kind: 'deferred', cause: 'answer-not-understood' } : { kind: 'ticket', number: null },
    );
  });

  it('says how a ticket stands, if it can be asked', async () => {
    const { system } = await start((asked) =>
      asked.path === '/oauth_token.do' ? null : { status: 200, body: desk.closed },
    );
    if (!desk.finds) expect(system.look).toBeNull();
    else expect(await system.look?.(desk.number, signal())).toMatchObject({ number: desk.number, state: 'closed' });
  });
});

describe('a Jira Cloud issue', () => {
  it('describes the call as a document without empty texts', async () => {
    const receiver = await openReceiver((asked) => jira('cloud').answer(new Map(), asked));
    await jira('cloud').open(receiver).open(REQUEST, new AbortController().signal);
    const made = JSON.parse(receiver.asked[1]?.text ?? '{}') as { fields?: { description?: unknown } };
    expect(made.fields?.description).toEqual({
      ...{ type: 'doc', version: 1 },
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: 'Disk 1' }] },
        { type: 'paragraph', content: [] },
        { type: 'paragraph', content: [{ type: 'text', text: 'of host 7' }] },
      ],
    });
    await receiver.close();
  });
});
