import { checkLayer } from '../settings/check-layer.js';
import type { PushedKey, Settings } from '../settings/setting.js';
import { wasRead } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';

/** Why a reading cannot become a setting. Codes are public. */
export const ADOPTION_REFUSALS = {
  'not-read': 'the appliance did not show it, so there is nothing to take over',
  'proxy-incomplete': 'the appliance shows half a proxy or both forms of one, which is no value a layer can hold',
  'mode-word-unknown': 'the appliance shows a mode that no documented command can set',
  'not-a-setting': 'the appliance shows a value that a layer would refuse',
} as const satisfies Record<string, string>;
export type AdoptionRefusal = keyof typeof ADOPTION_REFUSALS;

/** The value for the appliance's own layer, or why there is none. Null: the device default. */
export type Adoption<K extends PushedKey = PushedKey> =
  | { readonly adopted: true; readonly value: Settings[K] | null }
  | { readonly adopted: false; readonly code: AdoptionRefusal; readonly detail: string };

/**
 * Returns what an appliance's own layer has to set so that what the appliance shows is what is asked for: the way to
 * accept a drift. Where it shows no mail address, that is the device default.
 */
export function adoptionOf<K extends PushedKey>(key: K, observed: ObservedCallHome): Adoption<K> {
  if (!wasRead(key, observed)) {
    return key === 'proxy' && observed.shown.includes(key) ? refused('proxy-incomplete') : refused('not-read');
  }
  const value = observed[key];
  const [problem] = checkLayer({ [key]: value }).filter(({ level }) => level === 'error');
  if (problem === undefined) return { adopted: true, value: value as Settings[K] | null };
  if (key === 'mode') return refused('mode-word-unknown');
  return refused('not-a-setting', problem.detail);
}

function refused(code: AdoptionRefusal, more?: string): Adoption<never> {
  const detail: string = ADOPTION_REFUSALS[code];
  return { adopted: false, code, detail: more === undefined ? detail : `${detail}: ${more}` };
}
