import { describe, expect, it } from '@jest/globals';
import { KEPT_LINES, KEPT_LINE_CHARS, keepLine } from './keep-line.js';

describe('keepLine', () => {
  it('keeps the first lines of a flood, and the beginning of each', () => {
    const kept: string[] = [];
    for (let line = 0; line < KEPT_LINES + 5; line += 1) keepLine(kept, `${line} ${'x'.repeat(2_000)}`);
    expect(kept).toHaveLength(200);
    expect(kept.map((text) => text.length)).toEqual(kept.map(() => KEPT_LINE_CHARS));
    expect(kept.at(-1)?.startsWith('199 x')).toBe(true);
  });
});
