import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventSchema, type FleetEvent } from '../../../../libs/contract/src/index.js';
import { eventually } from '../../../../libs/testing/src/index.js';
import { launchController, type Client, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let applianceId: string;
const open: Reader[] = [];
beforeAll(async () => {
  controller = await launchController();
  applianceId = (await addFleet(controller.stores, ['vpx-pay-1'])).ids[0] ?? '';
  // An appliance is registered when it is first read. Events come in order: one seen, all before it are past.
  const reader = await listen('?topics=deliveries');
  const id = await ask();
  await eventually(() => expect(reader.events.map((event) => event.subject)).toContain(id));
  reader.close();
});
afterEach(() => open.splice(0).forEach((reader) => reader.close()));
afterAll(() => controller.close());

/** A reader of the stream, as a browser is one. */
class Reader {
  text = '';
  ended = false;
  private readonly abort = new AbortController();

  constructor(
    readonly response: Response,
    abort: AbortController,
  ) {
    this.abort = abort;
    void this.read();
  }

  get events(): FleetEvent[] {
    return [...this.text.matchAll(/^event: fleet\ndata: (.+)$/gm)].map(([, data = '']) =>
      eventSchema.parse(JSON.parse(data)),
    );
  }

  get lastId(): string {
    return [...this.text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? '';
  }

  close(): void {
    this.abort.abort();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      const body = this.response.body as AsyncIterable<Uint8Array> | null;
      for await (const chunk of body ?? []) this.text += decoder.decode(chunk, { stream: true });
    } catch {
      // closed by the spec
    }
    this.ended = true;
  }
}

async function listen(
  query = '',
  headers: Record<string, string> = {},
  who: Client = controller.admin,
): Promise<Reader> {
  const abort = new AbortController();
  const response = await fetch(`${controller.url}/api/v1/events${query}`, {
    headers: { ...who.headers, ...headers },
    signal: abort.signal,
  });
  const reader = new Reader(response, abort);
  open.push(reader);
  if (response.status === 200) await eventually(() => expect(reader.lastId).toMatch(/^\d+-\d+$/));
  return reader;
}

const ask = () => controller.stores.deliveryWork.request(applianceId, 'spec', 'a test');

describe('the event stream', () => {
  it('begins with how to come back, and tells proxies to leave it alone', async () => {
    const { response, text } = await listen();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(text).toMatch(/^retry: 3000\nid: \d+-\d+\n\n/);
  });

  it('tells every reader of a topic what changed, and nobody of another', async () => {
    const [all, deliveries, layers] = [
      await listen(),
      await listen('?topics=deliveries'),
      await listen('?topics=layers'),
    ];
    const id = await ask();
    await eventually(() => expect(deliveries.events).toHaveLength(1));
    await eventually(() => expect(all.events.map((event) => event.subject)).toContain(id));
    expect(deliveries.events[0]).toMatchObject({ topic: 'deliveries', type: 'delivery.created', subject: id });
    expect(layers.events).toEqual([]);
  });

  it('gives a reader that comes back what it has missed, each event once and in order', async () => {
    const first = await listen('?topics=deliveries');
    const seen = await ask();
    await eventually(() => expect(first.events).toHaveLength(1));
    first.close();
    const missed = [await ask(), await ask(), await ask()];

    const second = await listen('?topics=deliveries', { 'last-event-id': first.lastId });
    const live = await ask();
    await eventually(() => expect(second.events.map((event) => event.subject)).toEqual([...missed, live]));
    expect(second.events.map((event) => event.subject)).not.toContain(seen);
  });

  it.each([
    ['from before what is kept', '1-1'],
    ['of something else', 'yesterday'],
  ])('tells a reader with a cursor %s to fetch everything again, and goes on from now', async (_, cursor) => {
    const reader = await listen('?topics=deliveries', { 'last-event-id': cursor });
    await eventually(() => expect(reader.text).toContain('event: resync\n'));
    const id = await ask();
    await eventually(() => expect(reader.events.map((event) => event.subject)).toEqual([id]));
  });

  it('refuses an unknown topic, a sixth stream of one account, and nobody signed in', async () => {
    expect((await controller.admin.ask('GET', '/api/v1/events?topics=weather')).body.code).toBe('filter-unknown');
    expect((await controller.anyone.ask('GET', '/api/v1/events')).status).toBe(401);
    await eventually(async () => {
      while (open.length < 5) await listen();
      expect(open.filter((reader) => reader.response.status === 200)).toHaveLength(5);
    });
    const sixth = await controller.admin.ask('GET', '/api/v1/events');
    expect(sixth).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
    open.splice(0).forEach((reader) => reader.close());
    await eventually(async () => expect((await listen()).response.status).toBe(200));
  });
});
