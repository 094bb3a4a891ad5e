import { describe, expect, it } from '@jest/globals';
import { canonicalPlanText } from './canonical-plan-text.js';
import type { ObservedCallHome } from './observe-call-home.js';
import type { SettingsPlan } from './step.js';

const plan: SettingsPlan = {
  changes: [{ key: 'proxy', from: 'none', to: { address: '10.1.9.9', port: 3128 }, source: 'group:pci' }],
  steps: [{ kind: 'setProxy', proxy: { address: '10.1.9.9', port: 3128 } }, { kind: 'save' }],
  removals: 0,
  unknown: [],
  warnings: [],
};
const observed: ObservedCallHome = {
  enabled: true,
  emailAddress: null,
  heartbeatIntervalDays: 7,
  mode: 'Default',
  proxy: 'none',
  uploadAlarm: null,
  unsaved: false,
  shown: ['mode', 'proxy'],
  release: '13.1',
};

describe('canonicalPlanText', () => {
  it('does not depend on the order of keys, nor on the order of what is shown', () => {
    const { enabled, ...rest } = observed;
    const other = { ...rest, shown: ['proxy', 'mode'], enabled };
    expect(canonicalPlanText({ ...plan, steps: [...plan.steps] }, other)).toBe(canonicalPlanText(plan, observed));
  });

  it.each<[says: string, other: Partial<ObservedCallHome>]>([
    ['a value', { heartbeatIntervalDays: 8 }],
    ['an unsaved change', { unsaved: true }],
    ['the release', { release: '14.1' }],
    ['null instead of none', { proxy: null }],
  ])('changes with %s', (_says, other) => {
    expect(canonicalPlanText(plan, { ...observed, ...other })).not.toBe(canonicalPlanText(plan, observed));
  });

  it('changes with the order of the steps', () => {
    const turned = { ...plan, steps: plan.steps.toReversed() };
    expect(canonicalPlanText(turned, observed)).not.toBe(canonicalPlanText(plan, observed));
  });
});
