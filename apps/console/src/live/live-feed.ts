import type { QueryClient } from '@tanstack/react-query';
import { eventSchema, type FleetEvent } from '../../../../libs/contract/src/index.js';
import { RefreshQueue } from './refresh-queue.js';

export type LiveStatus = 'connecting' | 'live' | 'lost' | 'paused';
/** `asOf` is when what is on screen was last known to be current (epoch ms). */
export interface LiveSnapshot {
  status: LiveStatus;
  asOf: number;
  /** What happened since the last announcement, for those who cannot see rows change; empty for nothing. */
  announcement: string;
}

const STREAM_URL = '/api/v1/events';
const REOPEN_MS = 5000;
const POLL_AFTER_MS = 60_000;
const POLL_EVERY_MS = 15_000;
const ANNOUNCE_EVERY_MS = 10_000;

/** The one event stream of this browser tab, shared by every page. Events name what changed; readers fetch it. */
export class LiveFeed {
  private snapshot: LiveSnapshot = { status: 'connecting', asOf: Date.now(), announcement: '' };
  private readonly listeners = new Set<() => void>();
  private readonly refresh: RefreshQueue;
  private source: EventSource | null = null;
  private reopenTimer: ReturnType<typeof setTimeout> | null = null;
  private lostAt = 0;
  private polledAt = 0;
  private readonly tally = { delivered: 0, failed: 0 };

  constructor(private readonly client: QueryClient) {
    this.refresh = new RefreshQueue(client);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getSnapshot = (): LiveSnapshot => this.snapshot;

  /** Opens the stream and the clocks beside it; the answer closes both. */
  start(): () => void {
    this.open();
    const poll = setInterval(() => this.pollWhenLost(), 1000);
    const announce = setInterval(() => this.announce(), ANNOUNCE_EVERY_MS);
    return () => {
      clearInterval(poll);
      clearInterval(announce);
      this.close();
    };
  }

  togglePause(): void {
    if (this.snapshot.status === 'paused') {
      this.set('connecting');
      this.open();
      this.refresh.addAll();
      return;
    }
    this.close();
    this.set('paused');
  }

  private open(): void {
    this.close();
    const source = new EventSource(STREAM_URL);
    this.source = source;
    source.addEventListener('open', () => {
      if (this.snapshot.status === 'lost') this.refresh.addAll();
      this.set('live');
    });
    source.addEventListener('fleet', ({ data }: MessageEvent<string>) => this.take(data));
    source.addEventListener('resync', () => this.refresh.addAll());
    source.addEventListener('error', () => this.lose(source));
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    this.refresh.clear();
    if (this.reopenTimer !== null) clearTimeout(this.reopenTimer);
    this.reopenTimer = null;
  }

  private take(data: string): void {
    const event = readEvent(data);
    if (event === null) return;
    this.count(event);
    this.refresh.add(event.topic);
  }

  private lose(source: EventSource): void {
    if (this.snapshot.status !== 'lost') {
      this.lostAt = Date.now();
      this.polledAt = this.lostAt;
      this.set('lost');
    }
    if (source.readyState !== EventSource.CLOSED || this.reopenTimer !== null) return;
    // The browser gives up for good on an answer that is no stream: a restart behind a proxy, or a session that ended.
    void this.client.invalidateQueries({ queryKey: ['me'] });
    this.reopenTimer = setTimeout(() => {
      this.reopenTimer = null;
      this.open();
    }, REOPEN_MS);
  }

  private pollWhenLost(): void {
    const now = Date.now();
    if (this.snapshot.status !== 'lost' || now - this.lostAt < POLL_AFTER_MS) return;
    if (now - this.polledAt < POLL_EVERY_MS) return;
    this.polledAt = now;
    this.refresh.addAll();
  }

  private count({ topic, data }: FleetEvent): void {
    if (topic !== 'deliveries' || typeof data.to !== 'string') return;
    if (data.to === 'delivered') this.tally.delivered += 1;
    if (data.to.endsWith('-failed')) this.tally.failed += 1;
  }

  private announce(): void {
    const { delivered, failed } = this.tally;
    const parts = [delivered > 0 ? `${delivered} delivered` : '', failed > 0 ? `${failed} failed` : ''];
    const announcement = parts.filter((part) => part !== '').join(', ');
    this.tally.delivered = 0;
    this.tally.failed = 0;
    if (announcement !== this.snapshot.announcement) this.publish({ ...this.snapshot, announcement });
  }

  private set(status: LiveStatus): void {
    this.publish({ ...this.snapshot, status, asOf: Date.now() });
  }

  private publish(snapshot: LiveSnapshot): void {
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener();
  }
}

/** Null for an event this console does not know: a newer controller must not break an open tab. */
function readEvent(data: string): FleetEvent | null {
  try {
    const parsed = eventSchema.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
