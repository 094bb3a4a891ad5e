import { describe, expect, it } from '@jest/globals';
import { VARIANTS_SHOWN, compareMembers } from './compare-members.js';
import type { ScopeMember } from './compare-members.js';
import type { LayerSet } from './layer.js';
import { layerAt } from './layers.fake.js';
import { resolveSettings } from './resolve-settings.js';
import { SETTING_KEYS } from './setting.js';

const proxy = (address: string): LayerSet => ({ proxy: { address, port: 80 } });
const FLEET = layerAt('fleet', { set: proxy('2001:db8::9') });
const atFleet = resolveSettings([FLEET]);
const under = (scope: string, set: LayerSet) => resolveSettings([FLEET, layerAt(scope, { set })]);

describe('compareMembers', () => {
  it('counts who agrees, who differs and from where, the most frequent variant first', () => {
    const members: ScopeMember[] = [
      { id: 'app_1', effective: atFleet },
      { id: 'app_2', effective: under('instance:app_2', proxy('10.1.1.1')) },
      { id: 'app_3', effective: under('site:emea', proxy('10.1.1.1')), count: 40 },
      { id: 'app_4', effective: under('site:emea', proxy('10.1.1.1')), count: 2 },
      { id: 'app_5', effective: under('group:pci', { proxy: null }), count: 3 },
    ];
    const compared = compareMembers(atFleet, members);
    expect(compared.proxy).toEqual({
      same: 1,
      differ: 46,
      variants: [
        { value: { address: '10.1.1.1', port: 80 }, from: 'site:emea', count: 42, sample: ['app_3', 'app_4'] },
        { value: null, from: 'group:pci', count: 3, sample: ['app_5'] },
        { value: { address: '10.1.1.1', port: 80 }, from: 'instance:app_2', count: 1, sample: ['app_2'] },
      ],
      furtherVariants: 0,
    });
    expect(compared.emailAddress).toEqual({ same: 47, differ: 0, variants: [], furtherVariants: 0 });
  });

  it('takes the same value from another layer, and another spelling of it, for the same', () => {
    const effective = under('instance:app_1', proxy('2001:DB8:0:0::9'));
    expect(compareMembers(atFleet, [{ id: 'app_1', effective }]).proxy).toMatchObject({ same: 1, differ: 0 });
  });

  it('counts a value that a lock blocks as the one that holds', () => {
    const locked = [layerAt('fleet', { set: proxy('10.1.9.9'), locked: ['proxy'] })];
    const effective = resolveSettings([...locked, layerAt('instance:app_1', { set: proxy('10.1.1.1') })]);
    expect(compareMembers(resolveSettings(locked), [{ id: 'app_1', effective }]).proxy.differ).toBe(0);
  });

  it('shows five members of a variant, and so many variants, and counts the rest', () => {
    const alike = Array.from({ length: 7 }, (_, i) => ({
      id: `app_${i}`,
      effective: under('site:x', proxy('10.1.1.1')),
    }));
    const alone = Array.from({ length: VARIANTS_SHOWN + 4 }, (_, i) => ({
      id: `one_${i}`,
      effective: under(`instance:one_${i}`, proxy('10.2.2.2')),
    }));
    const { variants, furtherVariants, differ } = compareMembers(atFleet, [...alone, ...alike]).proxy;
    expect(variants[0]).toMatchObject({ count: 7, sample: ['app_0', 'app_1', 'app_2', 'app_3', 'app_4'] });
    expect([variants.length, furtherVariants, differ]).toEqual([VARIANTS_SHOWN, 5, VARIANTS_SHOWN + 11]);
  });

  it('takes members one by one from a stream, and has a word for every key when there are none', () => {
    function* stream(): Generator<ScopeMember> {
      for (let i = 0; i < 1000; i += 1) yield { id: `app_${i}`, effective: atFleet };
    }
    expect(compareMembers(atFleet, stream()).proxy.same).toBe(1000);
    expect(Object.keys(compareMembers(atFleet, [])).toSorted()).toEqual(SETTING_KEYS.toSorted());
  });
});
