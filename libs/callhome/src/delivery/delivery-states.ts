import type { StateTone } from '../../../fleet/src/index.js';

/** Why a delivery exists. `observed`: an appliance sent it by itself and we only saw it. */
export const DELIVERY_TYPES = ['registration', 'heartbeat', 'condition', 'manual', 'test', 'observed'] as const;
export type DeliveryType = (typeof DELIVERY_TYPES)[number];

/** `moving`: a worker or a timer takes it on. `resting`: it waits for a person. `terminal`: it never moves again. */
export type DeliveryPhase = 'moving' | 'resting' | 'terminal';

/** What a person reads for a delivery's state. */
export interface DeliveryStateFacts {
  readonly word: string;
  readonly tone: StateTone;
  readonly phase: DeliveryPhase;
}

/** Every state of a delivery, in the order in which it passes them. */
export const DELIVERY_STATES = {
  pending: { word: 'waiting', tone: 'off', phase: 'moving' },
  collecting: { word: 'collecting', tone: 'run', phase: 'moving' },
  collected: { word: 'collected', tone: 'run', phase: 'moving' },
  held: { word: 'held', tone: 'held', phase: 'resting' },
  queued: { word: 'queued', tone: 'off', phase: 'moving' },
  transmitting: { word: 'transmitting', tone: 'run', phase: 'moving' },
  retrying: { word: 'retrying', tone: 'run', phase: 'moving' },
  delivered: { word: 'delivered', tone: 'ok', phase: 'terminal' },
  suppressed: { word: 'suppressed', tone: 'off', phase: 'resting' },
  cancelled: { word: 'cancelled', tone: 'off', phase: 'terminal' },
  'no-destination': { word: 'no destination', tone: 'warn', phase: 'resting' },
  'collection-failed': { word: 'collection failed', tone: 'bad', phase: 'resting' },
  'transmission-failed': { word: 'transmission failed', tone: 'bad', phase: 'resting' },
} as const satisfies Record<string, DeliveryStateFacts>;
export type DeliveryState = keyof typeof DELIVERY_STATES;
