import { describe, expect, it } from '@jest/globals';
import { countOrNull } from './read-values.js';
import { RecordReader } from './record-reader.js';

describe('RecordReader', () => {
  it('takes the likeliest alias and leaves the others', () => {
    const fields = new RecordReader(
      { serial: ['serial_number', 'serial'] },
      { serial: 'B', serial_number: 'A', x: '1' },
    );
    expect(fields.text('serial')).toBe('A');
    expect(fields.extra()).toEqual({ serial: 'B', x: '1' });
  });

  it('prefers an alias with a value to one printed empty', () => {
    const fields = new RecordReader({ name: ['name', 'display_name'] }, { name: '', display_name: 'vpx-a' });
    expect(fields.text('name')).toBe('vpx-a');
  });

  it('tells a missing key from an empty one', () => {
    const fields = new RecordReader({ a: ['a'], b: ['b'] }, { b: '' });
    expect([fields.printed('a'), fields.printed('b'), fields.text('b')]).toEqual([null, '', null]);
  });

  it.each([
    ['a text that it cannot read', 'many', { count: 'many' }],
    ['an absurd number', '99999999999999999999', { count: '99999999999999999999' }],
    ['a word for "no value"', 'N/A', {}],
    ['nothing', '', {}],
  ])('keeps %s only where something would be lost', (_says, printed, extra) => {
    const fields = new RecordReader({ n: ['count'] }, { count: printed });
    expect(fields.value('n', countOrNull)).toBeNull();
    expect(fields.extra()).toEqual(extra);
  });

  it('does not take what every object inherits for a label', () => {
    expect(new RecordReader({ a: ['constructor'] }, {}).printed('a')).toBeNull();
  });
});
