import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseSvmRecords } from './parse-svm-records.js';

describe('parseSvmRecords', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseSvmRecords(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show', line: 1, message } };
    expect(() => parseSvmRecords(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show', missing: 'records' } };
    expect(() => parseSvmRecords('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it.each([
    ['numbered blocks', '1) Name: a\n   Size: 1\n2) Name: b', [{ name: 'a', size: '1' }, { name: 'b' }]],
    ['numbers on their own line', '1)\nName: a\n2.\nName: b', [{ name: 'a' }, { name: 'b' }]],
    ['blank lines inside a numbered block', '1) Name: a\n\nSize: 1', [{ name: 'a', size: '1' }]],
    ['blocks between blank lines', 'Name: a\nSize: 1\n\nName: b', [{ name: 'a', size: '1' }, { name: 'b' }]],
    ['a first label that comes again', 'Name: a\nSize: 1\nName: b', [{ name: 'a', size: '1' }, { name: 'b' }]],
    ['padded colons and no value', 'Name   : a\nVersion :', [{ name: 'a', version: '' }]],
    [
      'values with colons and commas',
      'Host Id: 00:25:90\nState: Online, Spun Up',
      [{ host_id: '00:25:90', state: 'Online, Spun Up' }],
    ],
    ['a second value of one label: the first stays', '1) A: 1\nB: 2\nB: 3', [{ a: '1', b: '2' }]],
    ['a line that is no label', '1) Name: a\n   odd line\n   odder', [{ name: 'a', unrecognised: 'odd line\nodder' }]],
    ['a line before the first number', 'Total: 2\n1) Name: a', [{ unrecognised: 'Total: 2', name: 'a' }]],
    [
      'a heading under a rule, which is no table',
      'Supplies\n--------\nName: a',
      [{ unrecognised: 'Supplies\n--------', name: 'a' }],
    ],
    ['an empty list in words', 'No records found', []],
    ['nothing', '', []],
    ['only Done', '> show x\n Done\n> ', []],
  ])('reads %s', (_sentence, output, expected) => {
    expect(parseSvmRecords(output)).toEqual(expected);
  });

  it.each([
    ['a gap at the end', 'A    B\n---  ---\n1', [{ a: '1', b: '' }]],
    ['a gap in the middle', 'A    B    C\n---  ---  ---\n1         3', [{ a: '1', b: '', c: '3' }]],
    ['tabs', 'A\tB\n---\t---\n1\t2', [{ a: '1', b: '2' }]],
    ['numbered rows', '    A    B\n    ---  ---\n1)  x    y', [{ a: 'x', b: 'y' }]],
    [
      'one rule across the page',
      'Name   Bay Number\n-----------------\nx      1-2',
      [{ name: 'x', bay_number: '1-2' }],
    ],
    ['a value wider than its column', 'A    B\n---  ---\nlonger  2', [{ a: 'longer', b: '2' }]],
    [
      'a row that fits no column',
      'A    B\n---  ---\n1    2\nlonger than all',
      [{ a: '1', b: '2', unrecognised: 'longer than all' }],
    ],
  ])('reads columns with %s', (_sentence, output, expected) => {
    expect(parseSvmRecords(output)).toEqual(expected);
  });

  it('keeps what it cannot read within bounds', () => {
    const odd = Array.from({ length: 5_000 }, (_, line) => `odd ${line} ${'x'.repeat(900)}`);
    const [record] = parseSvmRecords(['1) Name: a', ...odd].join('\n'));
    const kept = record?.['unrecognised']?.split('\n') ?? [];
    expect([kept.length, kept[0]?.length]).toEqual([200, 500]);
  });

  it('keeps labels and values within bounds', () => {
    const labels = Array.from({ length: 5_000 }, (_, line) => `label${line}: ${'x'.repeat(3_000)}`);
    const [record = {}] = parseSvmRecords(['1) Name: a', ...labels].join('\n'));
    expect([Object.keys(record).length, record['label1']?.length]).toEqual([200, 2_000]);
  });

  it('reads a label that every object inherits', () => {
    expect(parseSvmRecords('1) Constructor: x\n   Proto__: y')).toEqual([{ constructor: 'x', proto: 'y' }]);
  });

  it.each([
    ['blanks', ' '.repeat(1_000_000)],
    ['letters', 'a'.repeat(1_000_000)],
    ['record numbers', '1) '.repeat(300_000)],
    ['colons', ':'.repeat(1_000_000)],
    [
      'a rule of a hundred thousand columns over as many rows',
      `${'a '.repeat(100_000)}\n${'-- '.repeat(100_000)}\n${'x\n'.repeat(100_000)}`,
    ],
  ])('comes to an end on %s', (_says, text) => {
    const output = `1) Name: a\n${text}\nSize: 1`;
    expect(parseSvmRecords(output)[0]).toMatchObject({ name: 'a' });
  });
});
