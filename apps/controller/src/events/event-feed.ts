import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FleetEvent } from '../../../../libs/contract/src/index.js';
import { cursorOf, EventStore, type FleetEvent as EventRow } from '../../../../libs/persistence/src/index.js';
import { iso } from '../api/iso.js';
import { PacedLoop } from '../paced-loop.js';
import { Resources } from '../resources.js';
import type { EventStream } from './event-stream.js';

const READ_AT_ONCE = 500;
const BEAT_MS = 15_000;
// A notification comes before slower transactions have ended, so some events become visible without one.
const LOOK_EVERY_MS = 500;

/** Reads new events once for this process and hands them to every stream. */
@Injectable()
export class EventFeed implements OnModuleInit, BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();
  private readonly loop: PacedLoop;
  private readonly beats: NodeJS.Timeout;
  private stopListening: (() => Promise<void>) | null = null;
  private cursor = '0-0';

  constructor(
    private readonly events: EventStore,
    resources: Resources,
  ) {
    this.loop = new PacedLoop({ name: 'events', everyMs: LOOK_EVERY_MS, run: () => this.read() }, resources.logger);
    this.beats = setInterval(() => this.beat(), BEAT_MS);
  }

  async onModuleInit(): Promise<void> {
    ({ cursor: this.cursor } = await this.events.after(null, 1));
    this.stopListening = this.events.listen(() => this.loop.wake());
    this.loop.start();
  }

  // Before the server closes: it waits for its connections, and these never end by themselves.
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.beats);
    await this.loop.stop();
    await this.stopListening?.();
    for (const stream of this.streams) stream.end();
    this.streams.clear();
  }

  /** Where the feed stands now. */
  get end(): string {
    return this.cursor;
  }

  /**
   * Adds a stream: first what happened after `cursor`, then what happens. A cursor of null begins now; one that is too
   * old, or none of ours, makes the reader fetch everything again and begins now.
   */
  async join(stream: EventStream, cursor: string | null): Promise<void> {
    this.streams.add(stream);
    if (cursor !== null) await this.replay(stream, cursor);
    stream.goLive();
  }

  leave(stream: EventStream): void {
    this.streams.delete(stream);
  }

  private async replay(stream: EventStream, from: string): Promise<void> {
    let cursor = from;
    while (!stream.ended) {
      const page = await this.events.after(cursor, READ_AT_ONCE);
      stream.replay(page.events.map(eventView));
      if (page.events.length < READ_AT_ONCE) return;
      ({ cursor } = page);
    }
  }

  private async read(): Promise<void> {
    for (;;) {
      const page = await this.events.after(this.cursor, READ_AT_ONCE);
      this.cursor = page.cursor;
      for (const row of page.events) {
        const event = eventView(row);
        for (const stream of this.streams) stream.take(event);
      }
      if (page.events.length < READ_AT_ONCE) return;
    }
  }

  private beat(): void {
    for (const stream of this.streams) stream.beat();
  }
}

function eventView(row: EventRow): FleetEvent {
  const { topic, type, subject, data, at } = row;
  return { id: cursorOf(row), topic, type, subject, data, at: iso(at) };
}
