import { isSettable } from '../settings/check-layer.js';
import type { Settings } from '../settings/setting.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { saveAfter } from './plan-settings.js';
import { isEndpoint } from './same-value.js';
import type { SettingChange, Step } from './step.js';
import { inWritingOrder, stepsFor } from './steps-for.js';

/**
 * Returns the steps that give an appliance back what its plan changed: set where something was set, cleared where
 * nothing was. `observed` is the reading that the plan was made from.
 *
 * It starts from the applied plan, so it must not be run on an appliance where somebody has changed one of these
 * settings since; `planRollback` looks first. A value that no command can set again is left out. It saves where the plan saved: under `when-clean`, unless the appliance had unsaved changes before.
 */
export function undoSteps(
  changes: readonly SettingChange[],
  observed: ObservedCallHome,
  saveConfig: Settings['saveConfig'] = 'when-clean',
): readonly Step[] {
  const steps = changes.flatMap(({ key, from, to }) =>
    // A mode of an unknown word is given back to its default: the nearest that can be written.
    key !== 'mode' && !isSettable(key, from)
      ? []
      : stepsFor({ key, to: from }, { proxy: isEndpoint(to) ? to : 'none', proxyResidue: [] }),
  );
  return inWritingOrder([...steps, ...saveAfter(steps, saveConfig, observed.unsaved).steps]);
}
