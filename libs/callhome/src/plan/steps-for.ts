import { WRITABLE_MODES } from '../settings/setting.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { proxySteps } from './proxy-steps.js';
import { isEndpoint } from './same-value.js';
import type { SettingChange, Step } from './step.js';

/** Returns the steps that bring one setting to `to`, on an appliance whose stored proxy is the given one. */
export function stepsFor(
  { key, to }: Pick<SettingChange, 'key' | 'to'>,
  stored: Pick<ObservedCallHome, 'proxy' | 'proxyResidue'>,
): readonly Step[] {
  if (key === 'enabled') return [{ kind: to === true ? 'enable' : 'disable' }];
  if (key === 'uploadAlarm') return [{ kind: 'setUploadAlarm', on: to === true }];
  if (key === 'proxy') return proxySteps(stored, isEndpoint(to) ? to : 'none');
  if (key === 'emailAddress')
    return [typeof to === 'string' ? { kind: 'setEmail', value: to } : { kind: 'clearEmail' }];
  if (key === 'mode') return [isWritable(to) ? { kind: 'setMode', mode: to } : { kind: 'clearMode' }];
  return [typeof to === 'number' ? { kind: 'setHeartbeat', days: to } : { kind: 'clearHeartbeat' }];
}

const WRITING_ORDER = [
  'enable',
  'setMode',
  'clearMode',
  'setEmail',
  'clearEmail',
  'setHeartbeat',
  'clearHeartbeat',
  'clearProxy',
  'setProxy',
  'setUploadAlarm',
  // After the settings: a setting of a feature that is off is only answered with a warning, yet it is one more answer.
  'disable',
  'save',
] as const satisfies readonly Step['kind'][];

const PLACE = Object.fromEntries(WRITING_ORDER.map((kind, i) => [kind, i])) as Record<Step['kind'], number>;

/** Puts steps into the order in which an appliance takes them. */
export function inWritingOrder(steps: readonly Step[]): readonly Step[] {
  const isInOrder = steps.every((step, i) => i === 0 || PLACE[steps[i - 1]?.kind ?? step.kind] <= PLACE[step.kind]);
  return isInOrder ? steps : steps.toSorted((a, b) => PLACE[a.kind] - PLACE[b.kind]);
}

/** A word that the appliance printed and its own command line does not document is given back, not guessed. */
function isWritable(to: SettingChange['to']): to is string {
  return typeof to === 'string' && (WRITABLE_MODES as readonly string[]).includes(to);
}
