import type { PushedKey } from '../settings/setting.js';
import type { ObservedCallHome } from './observe-call-home.js';
import type { Step } from './step.js';

/**
 * Returns what an appliance would show after some steps, had it taken them all: the model that plans are tested on. It
 * is never a reading, and nothing may store it as one.
 */
export function afterSteps(observed: ObservedCallHome, steps: readonly Step[]): ObservedCallHome {
  return steps.reduce(after, observed);
}

function after(was: ObservedCallHome, step: Step): ObservedCallHome {
  switch (step.kind) {
    case 'enable':
      return changed(was, 'enabled', { enabled: true });
    case 'disable':
      return changed(was, 'enabled', { enabled: false });
    case 'setMode':
      return changed(was, 'mode', { mode: step.mode });
    case 'clearMode':
      return changed(was, 'mode', { mode: 'Default' });
    case 'setEmail':
      return changed(was, 'emailAddress', { emailAddress: step.value });
    case 'clearEmail':
      return changed(was, 'emailAddress', { emailAddress: null });
    case 'setHeartbeat':
      return changed(was, 'heartbeatIntervalDays', { heartbeatIntervalDays: step.days });
    case 'setProxy':
      return changed(was, 'proxy', { proxy: step.proxy, proxyResidue: [] });
    case 'clearProxy':
      return changed(was, 'proxy', {
        proxy: 'none',
        proxyResidue: (was.proxyResidue ?? []).filter((field) => !step.fields.includes(field)),
      });
    case 'setUploadAlarm':
      return changed(was, 'uploadAlarm', { uploadAlarm: step.on });
    case 'save':
      return { ...was, unsaved: false };
  }
}

function changed(was: ObservedCallHome, key: PushedKey, now: Partial<ObservedCallHome>): ObservedCallHome {
  const shown = was.shown.includes(key) ? was.shown : [...was.shown, key];
  return { ...was, ...now, shown, unsaved: true };
}
