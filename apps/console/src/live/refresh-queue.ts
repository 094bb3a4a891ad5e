import type { QueryClient } from '@tanstack/react-query';
import type { EventTopic } from '../../../../libs/contract/src/index.js';

/** Which cached reads a topic makes stale, by the first part of their query key. */
const STALE_BY_TOPIC: Record<EventTopic, readonly string[]> = {
  appliances: ['appliances', 'appliance', 'host-keys', 'components', 'registration', 'overview'],
  conditions: [
    'conditions',
    'conditions-by-id',
    'appliance-conditions',
    'incidents',
    'incident',
    'service-requests',
    'service-request-transitions',
    'quiet-periods',
    'appliances',
    'appliance',
    'components',
    'overview',
  ],
  layers: [
    'effective',
    'scope-effective',
    'layers',
    'layer',
    'revisions',
    'exceptions',
    'plan',
    'appliances',
    'appliance',
  ],
  rollouts: [
    'rollouts',
    'rollout',
    'rollout-targets',
    'rollout-causes',
    'rollout-transitions',
    'effective',
    'appliances',
    'appliance',
    'overview',
  ],
  deliveries: ['deliveries', 'delivery', 'transitions', 'overview'],
  operations: ['operation'],
};

const TICK_MS = 250;
/** The dearest reads, and how often at most: counting the fleet, and what a busy rollout touches with every target. */
const SLOW_MS: Readonly<Record<string, number>> = {
  overview: 2000,
  appliances: 1000,
  rollouts: 1000,
  conditions: 1000,
  'conditions-by-id': 2000,
  incidents: 1000,
  'service-requests': 1000,
  'rollout-targets': 1000,
  'rollout-causes': 1000,
};

/**
 * Merges events into refetches: each read at most four times a second, and never again while its last refetch is
 * still under way, so a slow controller is asked less, not more.
 */
export class RefreshQueue {
  private readonly stale = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly askedAt = new Map<string, number>();

  constructor(private readonly client: QueryClient) {}

  add(topic: EventTopic): void {
    for (const key of STALE_BY_TOPIC[topic]) this.stale.add(key);
    this.timer ??= setTimeout(() => this.flush(), TICK_MS);
  }

  /** Everything on screen is read again: after a resync, a pause, or a lost stream. */
  addAll(): void {
    this.stale.clear();
    void this.client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  }

  clear(): void {
    this.stale.clear();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private flush(): void {
    this.timer = null;
    for (const key of [...this.stale]) {
      if (this.isBusy(key)) continue;
      this.stale.delete(key);
      if (key in SLOW_MS) this.askedAt.set(key, Date.now());
      void this.client.invalidateQueries({ queryKey: [key] });
    }
    if (this.stale.size > 0) this.timer = setTimeout(() => this.flush(), TICK_MS);
  }

  private isBusy(key: string): boolean {
    if (Date.now() - (this.askedAt.get(key) ?? 0) < (SLOW_MS[key] ?? 0)) return true;
    return this.client.isFetching({ queryKey: [key] }) > 0;
  }
}
