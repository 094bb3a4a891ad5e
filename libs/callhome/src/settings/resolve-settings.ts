import { chainOf } from './chain-of.js';
import { decideKey, everyKey } from './decide-key.js';
import type { EffectiveSettings, Layer } from './layer.js';

/**
 * Resolves the settings of one appliance and says of each value which layer decided it, which it shadows, and which
 * were set below a lock and so have no effect.
 *
 * The narrowest layer that sets a key wins: fleet, site, groups by priority, host, instance; a lock of a broader layer
 * stops it, unless it is exempt for that key. The layers may come in any order and number; the built-in one is always
 * there and need not be given. Null asks for the device default; for a setting of the controller it stands for the
 * built-in value. For many appliances use `settingsResolver`, which answers the same.
 * @throws {CallHomeError} SETTING_AMBIGUOUS - two layers of one rank (groups: of one priority) set the same key, and
 * no lock above them makes that void.
 */
export function resolveSettings(layers: readonly Layer[]): EffectiveSettings {
  const chain = chainOf(layers);
  return everyKey((key) => decideKey(key, chain));
}
