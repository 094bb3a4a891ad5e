import { CREDENTIAL_STATES, REACHABILITY_STATES } from '../../../../libs/fleet/src/index.js';
import type { Observation } from '../../../../libs/persistence/src/index.js';

/** Why an appliance is left alone in the state that it is in; null: it may be worked on. */
export function whyNotTried({
  reachability,
  credentialState,
}: Pick<Observation, 'reachability' | 'credentialState'>): string | null {
  if (!REACHABILITY_STATES[reachability].permitsWork) return reachability;
  return CREDENTIAL_STATES[credentialState].permitsWork ? null : `credential-${credentialState}`;
}
