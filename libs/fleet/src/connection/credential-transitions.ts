import type { CredentialState } from './connection-states.js';

/** Refused logins in a row after which a credential is not tried any more: more could lock the account. */
export const REFUSALS_TO_SUSPEND = 3;

/**
 * What can happen to the credential of an appliance. `accepted`: the login worked and the commands were taken.
 * `command-refused`: the login worked and a command was not. `refused`: the login was not taken. `try-once`: a person
 * wants one more try.
 */
export const CREDENTIAL_EVENTS = [
  'stored',
  'removed',
  'accepted',
  'refused',
  'command-refused',
  'try-once',
  'nears-expiry',
  'expired',
] as const;
export type CredentialEvent = (typeof CREDENTIAL_EVENTS)[number];

/** `locked-out`: the refusal that makes as many in a row as are allowed. */
export type CredentialMove = CredentialEvent | 'locked-out';

/** The state after an event, by state before; what is absent cannot happen or says nothing of such a credential. */
// prettier-ignore
export const CREDENTIAL_TRANSITIONS: Readonly<Record<CredentialState, Partial<Record<CredentialMove, CredentialState>>>> = {
  // The outcome of a login that was under way when the credential was taken away is about none that is there.
  missing:       { stored: 'untested', removed: 'missing' },
  untested:      { stored: 'untested', removed: 'missing', accepted: 'valid', refused: 'auth-failed', 'locked-out': 'suspended', 'command-refused': 'insufficient', 'nears-expiry': 'expiring', expired: 'expired' },
  valid:         { stored: 'untested', removed: 'missing', accepted: 'valid', refused: 'auth-failed', 'locked-out': 'suspended', 'command-refused': 'insufficient', 'nears-expiry': 'expiring', expired: 'expired' },
  // A present fault is shown before one to come: nearing its end changes nothing here, nor in the next two.
  'auth-failed': { stored: 'untested', removed: 'missing', accepted: 'valid', refused: 'auth-failed', 'locked-out': 'suspended', 'command-refused': 'insufficient', 'nears-expiry': 'auth-failed', expired: 'expired' },
  // A person's connection test may log in all the same; what it finds counts.
  suspended:     { stored: 'untested', removed: 'missing', accepted: 'valid', refused: 'suspended', 'locked-out': 'suspended', 'command-refused': 'insufficient', 'try-once': 'untested', 'nears-expiry': 'suspended', expired: 'expired' },
  insufficient:  { stored: 'untested', removed: 'missing', accepted: 'valid', refused: 'auth-failed', 'locked-out': 'suspended', 'command-refused': 'insufficient', 'nears-expiry': 'insufficient', expired: 'expired' },
  // A login that still works does not move the date.
  expiring:      { stored: 'untested', removed: 'missing', accepted: 'expiring', refused: 'auth-failed', 'locked-out': 'suspended', 'command-refused': 'insufficient', 'nears-expiry': 'expiring', expired: 'expired' },
  // `try-once`: the account may have been prolonged on the appliance.
  expired:       { stored: 'untested', removed: 'missing', accepted: 'expired', refused: 'expired', 'locked-out': 'expired', 'command-refused': 'expired', 'try-once': 'untested', expired: 'expired' },
};

/** Whether a credential opens its appliance. `failures`: logins refused in a row, up to `REFUSALS_TO_SUSPEND`. */
export interface CredentialStanding {
  readonly state: CredentialState;
  readonly failures: number;
}

/**
 * Returns what is known of a credential after an event; null if the event cannot happen in this state or says nothing
 * there, so that what was known stays. One more try is one: if it is refused, the credential is suspended again.
 */
export function judgeCredential(known: CredentialStanding, event: CredentialEvent): CredentialStanding | null {
  const failures = failuresAfter(known.failures, event);
  const move = event === 'refused' && failures >= REFUSALS_TO_SUSPEND ? 'locked-out' : event;
  const state = CREDENTIAL_TRANSITIONS[known.state][move];
  return state === undefined ? null : { state, failures };
}

function failuresAfter(failures: number, event: CredentialEvent): number {
  switch (event) {
    case 'stored':
    case 'removed':
    case 'accepted':
    case 'command-refused':
      return 0;
    case 'refused':
      return Math.min(failures + 1, REFUSALS_TO_SUSPEND);
    case 'try-once':
      return REFUSALS_TO_SUSPEND - 1;
    case 'nears-expiry':
    case 'expired':
      return failures;
  }
}
