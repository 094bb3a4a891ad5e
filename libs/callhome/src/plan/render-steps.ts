import {
  disableCallHome,
  enableCallHome,
  saveConfig,
  setCallhome,
  setUploadAlarm,
  unsetCallhome,
} from '../../../netscaler-cli/src/index.js';
import type { UnsetCallhomeKey } from '../../../netscaler-cli/src/index.js';
import type { ProxyField } from './observe-call-home.js';
import type { Step } from './step.js';

/**
 * Returns the exact commands of some steps, in their order; a step may need more than one.
 * @throws {TranscriptError} ARGUMENT_REFUSED - a value may not go on a command line; what `checkLayer` passes may.
 */
export function renderSteps(steps: readonly Step[]): string[] {
  return steps.flatMap(commandsOf);
}

const STORED_AS = {
  address: 'proxyAddress',
  service: 'proxyService',
  port: 'proxyPort',
} as const satisfies Record<ProxyField, UnsetCallhomeKey>;

function commandsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'enable':
      return [enableCallHome()];
    case 'disable':
      return [disableCallHome()];
    case 'setMode':
      return setCallhome({ mode: step.mode });
    case 'clearMode':
      return [unsetCallhome(['mode'])];
    case 'setEmail':
      return setCallhome({ emailAddress: step.value });
    case 'clearEmail':
      return [unsetCallhome(['emailAddress'])];
    case 'setHeartbeat':
      return setCallhome({ heartbeatIntervalDays: step.days });
    case 'clearHeartbeat':
      return [unsetCallhome(['heartbeatIntervalDays'])];
    case 'setProxy':
      return setCallhome({ proxy: step.proxy });
    case 'clearProxy':
      return [
        ...setCallhome({ proxy: 'none' }),
        ...(step.fields.length === 0 ? [] : [unsetCallhome(step.fields.map((field) => STORED_AS[field]))]),
      ];
    case 'setUploadAlarm':
      return [setUploadAlarm(step.on)];
    case 'save':
      return [saveConfig()];
  }
}
