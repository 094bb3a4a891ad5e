import type { Response } from 'express';
import type { EventTopic, FleetEvent } from '../../../../libs/contract/src/index.js';
import { isAfter } from './event-cursor.js';

const RETRY_MS = 3000;
const MOST_UNSENT_BYTES = 1_048_576;
const LAST_WORDS_MS = 5000;

/** One reader of the event stream: writes events of its topics, each once, and gives up on a reader that is too slow. */
export class EventStream {
  private sentUpTo: string;
  /** Events that came in while the past was still being replayed; null once it has been. */
  private waiting: FleetEvent[] | null = [];

  /** `cursor`: the last event that the reader has seen. */
  constructor(
    private readonly response: Response,
    private readonly topics: ReadonlySet<EventTopic>,
    cursor: string,
  ) {
    this.sentUpTo = cursor;
  }

  /** Answers the request and tells the reader where it stands, so that even one without events can resume. */
  open(): void {
    this.response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    this.response.flushHeaders();
    this.write(`retry: ${RETRY_MS}\nid: ${this.sentUpTo}\n\n`);
  }

  get ended(): boolean {
    return this.response.writableEnded || this.response.destroyed;
  }

  /** Events of the past, in order. */
  replay(events: readonly FleetEvent[]): void {
    for (const event of events) this.send(event);
  }

  /** From here on events go out as they come. */
  goLive(): void {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const event of waiting) this.send(event);
  }

  /** An event that has just become visible. */
  take(event: FleetEvent): void {
    if (this.waiting === null) this.send(event);
    else this.waiting.push(event);
  }

  /** Tells the reader that events are missing and everything must be fetched again. */
  resync(): void {
    this.write('event: resync\ndata: {}\n\n');
  }

  /** Keeps proxies from closing a quiet stream. */
  beat(): void {
    this.write(': beat\n\n');
  }

  end(): void {
    if (!this.ended) this.response.end();
  }

  private send(event: FleetEvent): void {
    if (!isAfter(event.id, this.sentUpTo)) return;
    this.sentUpTo = event.id;
    if (this.topics.has(event.topic)) this.write(`id: ${event.id}\nevent: fleet\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private write(frame: string): void {
    if (this.ended) return;
    if (this.response.writableLength > MOST_UNSENT_BYTES) this.overflow();
    else this.response.write(frame);
  }

  // It may read on later, and then learns why the stream ended; one that never does is cut off.
  private overflow(): void {
    this.response.end('event: overflow\ndata: {}\n\n');
    setTimeout(() => this.response.destroy(), LAST_WORDS_MS).unref();
  }
}
