import { describe, expect, it } from '@jest/globals';
import { PUSHED_KEYS, SETTINGS, SETTING_KEYS } from './setting.js';

describe('SETTINGS', () => {
  it('marks exactly the keys that a plan writes as pushed', () => {
    const pushed = SETTING_KEYS.filter((key) => SETTINGS[key].pushed);
    expect(pushed.toSorted()).toEqual(PUSHED_KEYS.toSorted());
  });

  it('names a device word for every pushed key and for no other', () => {
    expect(SETTING_KEYS.filter((key) => SETTINGS[key].deviceWord !== null).toSorted()).toEqual(PUSHED_KEYS.toSorted());
  });
});
