import { describe, expect, it } from '@jest/globals';
import { splitLabel } from './split-label.js';

describe('splitLabel', () => {
  it.each([
    ['License Type: Platinum License', { label: 'License Type', key: 'licensetype', value: 'Platinum License' }],
    ['Enabled Interfaces : 0/1', { label: 'Enabled Interfaces', key: 'enabledinterfaces', value: '0/1' }],
    ['Host Id:00:25:90', { label: 'Host Id', key: 'hostid', value: '00:25:90' }],
    ['Last Config (x):', { label: 'Last Config (x)', key: 'lastconfigx', value: '' }],
  ])('cuts "%s"', (text, expected) => {
    expect(splitLabel(text)).toEqual(expected);
  });

  it.each(['', ':', ': x', 'no colon', '12:30', '1) Name: x', `${'a'.repeat(61)}: x`])(
    'finds no label in "%s"',
    (text) => {
      expect(splitLabel(text)).toBeNull();
    },
  );
});
