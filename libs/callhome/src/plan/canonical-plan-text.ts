import type { ObservedCallHome } from './observe-call-home.js';
import type { SettingsPlan } from './step.js';

/**
 * Returns one text for a plan and the reading it was made from, the same for equal values whatever the order of their
 * keys: hash it to notice that either changed. Times and layers are not in it.
 */
export function canonicalPlanText(plan: SettingsPlan, observed: ObservedCallHome): string {
  return canonical({ plan, observed: { ...observed, shown: observed.shown.toSorted() } });
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
