import { checkLayer, type SettingProblem } from '../../../../libs/callhome/src/index.js';
import type { Layer, ProblemError } from '../../../../libs/contract/src/index.js';

/** What the domain finds wrong with the settings of a layer's body, all at once; warnings are no errors. */
export function judgeLayerBody(body: unknown): ProblemError[] {
  if (typeof body !== 'object' || body === null || !('settings' in body)) return [];
  return checkLayer(body.settings)
    .filter(({ level }) => level === 'error')
    .map(({ key, code, detail }) => ({ pointer: key === '' ? '/settings' : `/settings/${key}`, code, detail }));
}

/** What the domain advises against in settings that it accepts. */
export function warningsOf(settings: unknown): Layer['warnings'] {
  return checkLayer(settings)
    .filter(({ level }: SettingProblem) => level === 'warning')
    .map(({ key, code, detail }) => ({ key, code, detail }));
}
