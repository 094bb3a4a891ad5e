import { expect, it } from '@jest/globals';
import { formatBytes } from './format-bytes.js';

it.each([
  ['nothing', 0, '0 B'],
  ['bytes stay whole', 999, '999 B'],
  ['a heartbeat', 14_336, '14 kB'],
  ['one decimal under ten', 1_234_567, '1.2 MB'],
  ['rounding never shows 1000', 999_600, '1.0 MB'],
  ['a bundle', 18_874_368, '19 MB'],
])('%s', (_, bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
