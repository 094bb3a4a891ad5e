import type { ObservedCallHome, RegistrationEvent } from '../../../../libs/callhome/src/index.js';
import type { ParsedShowCallhome } from '../../../../libs/netscaler-cli/src/index.js';

/**
 * What each word of a status that is no success says. Source: the vendor's API reference, attribute `callhomestatus`,
 * and the comments of its SDKs. `FAILED` has no reason; in the other three the name of the upload server leads nowhere.
 */
const REFUSALS: Readonly<Record<string, RegistrationEvent>> = {
  FAILED: 'refused:other',
  'INVALID HOSTNAME': 'refused:unreachable',
  'NO DNSSERVER': 'refused:unreachable',
  'HOSTNAME RESOLUTION FAILED': 'refused:unreachable',
};

/**
 * Says what an appliance shows of its registration. No source says what one prints that has not tried yet, so silence,
 * and words that contradict each other, are `unreadable` and never "not registered".
 * @param callhome null: could not be read.
 * @returns null where nothing was read at all: what is known stays.
 */
export function registrationEvent(
  { enabled }: Pick<ObservedCallHome, 'enabled'>,
  callhome: Pick<ParsedShowCallhome, 'registration'> | null,
): RegistrationEvent | null {
  if (enabled === false) return 'read-off';
  if (callhome === null) return null;
  const refusals = callhome.registration.flatMap((word) => REFUSALS[word] ?? []);
  const isAccepted = callhome.registration.includes('SUCCESSFUL');
  if (isAccepted) return refusals.length === 0 ? 'accepted' : 'unreadable';
  // A reason says more than the bare word that often stands beside it.
  return refusals.find((refusal) => refusal !== 'refused:other') ?? refusals[0] ?? 'unreadable';
}
