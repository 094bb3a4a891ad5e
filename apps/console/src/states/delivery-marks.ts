import type { Delivery } from '../../../../libs/contract/src/index.js';
import type { Mark } from './state-mark.js';

export type DeliveryState = Delivery['state'];

const DELIVERIES: Record<DeliveryState, Mark> = {
  pending: { icon: 'wait', word: 'waiting', tone: 'off' },
  collecting: { icon: 'run', word: 'collecting', tone: 'run' },
  collected: { icon: 'run', word: 'collected', tone: 'run' },
  held: { icon: 'held', word: 'held', tone: 'held' },
  queued: { icon: 'wait', word: 'queued', tone: 'off' },
  transmitting: { icon: 'run', word: 'transmitting', tone: 'run' },
  retrying: { icon: 'retry', word: 'retrying', tone: 'run' },
  delivered: { icon: 'ok', word: 'delivered', tone: 'ok' },
  suppressed: { icon: 'suppressed', word: 'suppressed', tone: 'off' },
  cancelled: { icon: 'off', word: 'cancelled', tone: 'off' },
  'no-destination': { icon: 'warn', word: 'no destination', tone: 'warn' },
  'collection-failed': { icon: 'bad', word: 'collection failed', tone: 'bad' },
  'transmission-failed': { icon: 'bad', word: 'transmission failed', tone: 'bad' },
};

export const deliveryStateMark = (state: DeliveryState): Mark => DELIVERIES[state];

/** The lists a watcher opens; a state belongs to one of them at most. */
export const DELIVERY_TABS = {
  all: { title: 'All', states: [] },
  flight: {
    title: 'In flight',
    states: ['pending', 'collecting', 'collected', 'held', 'queued', 'transmitting', 'retrying', 'no-destination'],
  },
  failed: { title: 'Failed', states: ['collection-failed', 'transmission-failed'] },
  done: { title: 'Done', states: ['delivered', 'suppressed', 'cancelled'] },
} as const satisfies Record<string, { title: string; states: readonly DeliveryState[] }>;
export type DeliveryTab = keyof typeof DELIVERY_TABS;
export const isDeliveryTab = (value: unknown): value is DeliveryTab =>
  typeof value === 'string' && Object.hasOwn(DELIVERY_TABS, value);

type Counts = Partial<Record<DeliveryState, number>>;

export function countOfTab(tab: DeliveryTab, byState: Counts): number {
  const states: readonly string[] = DELIVERY_TABS[tab].states;
  const counted = Object.entries(byState).filter(([state]) => tab === 'all' || states.includes(state));
  return counted.reduce((sum, [, count]) => sum + count, 0);
}
