import type { PushedKey } from '../settings/setting.js';
import type { ObservedCallHome } from './observe-call-home.js';
import type { Step } from './step.js';

/**
 * Returns what an appliance would show after some steps, had it taken them all: the model that plans are tested on. It
 * is never a reading, and nothing may store it as one. `heartbeatDefaultDays` is the default of the build it stands for:
 * 7 in current vendor documents, 30 in those of 12.x.
 */
export function afterSteps(
  observed: ObservedCallHome,
  steps: readonly Step[],
  heartbeatDefaultDays = 7,
): ObservedCallHome {
  return steps.reduce((was, step) => after(was, step, heartbeatDefaultDays), observed);
}

function after(was: ObservedCallHome, step: Step, heartbeatDefaultDays: number): ObservedCallHome {
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
    case 'clearHeartbeat':
      return changed(was, 'heartbeatIntervalDays', { heartbeatIntervalDays: heartbeatDefaultDays });
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
