/** How loud a state is shown; the console maps each to an icon and a colour. */
export type StateTone = 'ok' | 'bad' | 'warn' | 'run' | 'held' | 'off';

/** What a person reads for a state, and whether work over SSH may start while the appliance is in it. */
export interface ConnectionStateFacts {
  readonly word: string;
  readonly tone: StateTone;
  readonly permitsWork: boolean;
}

/** Whether an appliance answers. An instance of an unreachable host keeps its own state. */
export const REACHABILITY_STATES = {
  unknown: { word: 'unknown', tone: 'off', permitsWork: true },
  reachable: { word: 'reachable', tone: 'ok', permitsWork: true },
  slow: { word: 'slow', tone: 'warn', permitsWork: true },
  // Tried again on its own schedule: only a try can show that it is back.
  unreachable: { word: 'unreachable', tone: 'bad', permitsWork: true },
  maintenance: { word: 'maintenance', tone: 'off', permitsWork: false },
} as const satisfies Record<string, ConnectionStateFacts>;
export type ReachabilityState = keyof typeof REACHABILITY_STATES;

/** Whether the stored credential opens the appliance. */
export const CREDENTIAL_STATES = {
  missing: { word: 'missing', tone: 'warn', permitsWork: false },
  untested: { word: 'not tested', tone: 'off', permitsWork: true },
  valid: { word: 'valid', tone: 'ok', permitsWork: true },
  'auth-failed': { word: 'auth failed', tone: 'bad', permitsWork: true },
  // Three failures in a row: more tries could lock the account on the appliance.
  suspended: { word: 'suspended', tone: 'bad', permitsWork: false },
  // The login works and a command is refused; reading goes on.
  insufficient: { word: 'insufficient', tone: 'warn', permitsWork: true },
  expiring: { word: 'expiring', tone: 'warn', permitsWork: true },
  expired: { word: 'expired', tone: 'bad', permitsWork: false },
} as const satisfies Record<string, ConnectionStateFacts>;
export type CredentialState = keyof typeof CREDENTIAL_STATES;

/** Whether the host key offered is one that a person accepted. No secret leaves in any state but `trusted`. */
export const HOST_KEY_STATES = {
  // A first contact only fetches the fingerprint; that is no work and sends no secret.
  unseen: { word: 'not seen', tone: 'off', permitsWork: false },
  pending: { word: 'pending', tone: 'warn', permitsWork: false },
  trusted: { word: 'trusted', tone: 'ok', permitsWork: true },
  changed: { word: 'CHANGED', tone: 'bad', permitsWork: false },
  revoked: { word: 'revoked', tone: 'bad', permitsWork: false },
} as const satisfies Record<string, ConnectionStateFacts>;
export type HostKeyState = keyof typeof HOST_KEY_STATES;
