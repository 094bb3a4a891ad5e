import {
  driftOf,
  resolveSettings,
  worstDrift,
  type Layer,
  type ObservedCallHome,
} from '../../../../libs/callhome/src/index.js';
import type { Appliance } from '../../../../libs/contract/src/index.js';

type DriftState = NonNullable<Appliance['callHome']>['drift'];

/**
 * The one word for how an appliance's settings stand. Null observed: never read. What agrees and would be lost at the
 * next restart is `unsaved`.
 */
export function driftState(layers: readonly Layer[], observed: ObservedCallHome | null): DriftState {
  if (observed === null) return 'unknown';
  const worst = worstDrift(driftOf(resolveSettings(layers), observed));
  return worst === 'in-sync' && observed.unsaved === true ? 'unsaved' : worst;
}
