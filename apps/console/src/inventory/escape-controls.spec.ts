import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeControls } from './escape-controls.js';

describe('escapeControls', () => {
  it.each([
    ['plain text\tand\nlines', 'plain text\tand\nlines'],
    ['\u001b[31mred\u001b[0m', String.raw`\e[31mred\e[0m`],
    ['a\u0000b\r\n', 'a\\x00b\\r\n'],
    ['\u202egnp.exe', String.raw`\u202egnp.exe`],
    ['\ufeff\u009b1m', String.raw`\ufeff\x9b1m`],
    ['Größe 漢字 \ufffd', 'Größe 漢字 \ufffd'],
  ])('shows %j', (given, shown) => {
    expect(escapeControls(given)).toBe(shown);
  });

  it('leaves nothing that a terminal or a browser would act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeControls(text)).not.toMatch(/[^\P{Cc}\t\n]/u);
      }),
    );
  });
});
