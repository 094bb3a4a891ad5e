import type { StateTone } from '../../../fleet/src/index.js';

/** What a person reads for the registration of an appliance. */
export interface RegistrationStateFacts {
  readonly word: string;
  readonly tone: StateTone;
}

/** Whether the vendor's server knows an appliance, as far as the appliance or the server said so. */
export const REGISTRATION_STATES = {
  unknown: { word: 'unknown', tone: 'off' },
  off: { word: 'off', tone: 'off' },
  unregistered: { word: 'not registered', tone: 'warn' },
  registering: { word: 'registering', tone: 'run' },
  registered: { word: 'registered', tone: 'ok' },
  stale: { word: 'no heartbeat', tone: 'warn' },
  'failed:no-contract': { word: 'failed: no contract', tone: 'bad' },
  'failed:unreachable': { word: 'failed: server not reached', tone: 'bad' },
  'failed:proxy-auth': { word: 'failed: proxy asks for a login', tone: 'bad' },
  'failed:tls': { word: 'failed: TLS', tone: 'bad' },
  'failed:other': { word: 'failed', tone: 'bad' },
} as const satisfies Record<string, RegistrationStateFacts>;
export type RegistrationState = keyof typeof REGISTRATION_STATES;

/** Heartbeats missed in a row that make a registration `stale`: the event `heartbeats-missed`. */
export const HEARTBEATS_MISSED_TO_STALE = 2;

/**
 * What can happen to a registration.
 *
 * `read-off`, `read-unregistered`: the appliance shows Call Home off, or on and not registered. `accepted`,
 * `refused:…`: the appliance shows, or the server says, how the registration ended. `unreadable`: the appliance says
 * something that is not understood. `enabled`, `disabled`: this controller switched Call Home. `config-changed`: it
 * wrote another Call Home setting. `retried`: a person wants it tried again.
 */
export const REGISTRATION_EVENTS = [
  'read-off',
  'read-unregistered',
  'unreadable',
  'enabled',
  'disabled',
  'accepted',
  'refused:no-contract',
  'refused:unreachable',
  'refused:proxy-auth',
  'refused:tls',
  'refused:other',
  'retried',
  'config-changed',
  'heartbeats-missed',
  'heartbeat',
] as const;
export type RegistrationEvent = (typeof REGISTRATION_EVENTS)[number];

type Row = Partial<Record<RegistrationEvent, RegistrationState>>;

const SWITCHED_OFF = { 'read-off': 'off', disabled: 'off' } as const satisfies Row;
const SAID = {
  unreadable: 'unknown',
  accepted: 'registered',
  'refused:no-contract': 'failed:no-contract',
  'refused:unreachable': 'failed:unreachable',
  'refused:proxy-auth': 'failed:proxy-auth',
  'refused:tls': 'failed:tls',
  'refused:other': 'failed:other',
} as const satisfies Row;
const TRIED_ANEW = { enabled: 'registering', retried: 'registering', 'config-changed': 'registering' } as const;

/**
 * Read across: in this state, this event leads there; what is absent cannot happen or says nothing. Sweeps say the same
 * again and again, so what was said already leads back to where it led.
 */
// prettier-ignore
export const REGISTRATION_TRANSITIONS: Readonly<Record<RegistrationState, Row>> = {
  unknown:      { ...SWITCHED_OFF, ...SAID, 'read-unregistered': 'unregistered', enabled: 'registering' },
  off:          { ...SWITCHED_OFF, ...SAID, 'read-unregistered': 'unregistered', enabled: 'registering' },
  unregistered: { ...SWITCHED_OFF, ...SAID, 'read-unregistered': 'unregistered', enabled: 'registering' },
  // An appliance that is registering shows itself not registered until the server has answered.
  registering:  { ...SWITCHED_OFF, ...SAID, 'read-unregistered': 'registering', enabled: 'registering', 'config-changed': 'registering' },
  registered:   { ...SWITCHED_OFF, ...SAID, 'read-unregistered': 'unregistered', enabled: 'registered', 'config-changed': 'registered', 'heartbeats-missed': 'stale', heartbeat: 'registered' },
  // The appliance goes on showing its old success: only a heartbeat proves that the server still hears it.
  stale:        { ...SWITCHED_OFF, ...SAID, accepted: 'stale', 'read-unregistered': 'unregistered', enabled: 'stale', 'config-changed': 'stale', 'heartbeats-missed': 'stale', heartbeat: 'registered' },
  // Not registered is what a refusal leaves: the reason that was given stays.
  'failed:no-contract': { ...SWITCHED_OFF, ...SAID, ...TRIED_ANEW, 'read-unregistered': 'failed:no-contract' },
  'failed:unreachable': { ...SWITCHED_OFF, ...SAID, ...TRIED_ANEW, 'read-unregistered': 'failed:unreachable' },
  'failed:proxy-auth':  { ...SWITCHED_OFF, ...SAID, ...TRIED_ANEW, 'read-unregistered': 'failed:proxy-auth' },
  'failed:tls':         { ...SWITCHED_OFF, ...SAID, ...TRIED_ANEW, 'read-unregistered': 'failed:tls' },
  'failed:other':       { ...SWITCHED_OFF, ...SAID, ...TRIED_ANEW, 'read-unregistered': 'failed:other' },
};

/**
 * Returns the state that an event leads to; null if it cannot happen in this state or says nothing there, so that what
 * was known stays.
 */
export function nextRegistrationState(state: RegistrationState, event: RegistrationEvent): RegistrationState | null {
  return REGISTRATION_TRANSITIONS[state][event] ?? null;
}
