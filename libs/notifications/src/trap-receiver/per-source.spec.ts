import { describe, expect, it } from '@jest/globals';
import { PerSource } from './per-source.js';

describe('PerSource', () => {
  it('allows so many of one address a minute, and others beside it', () => {
    const sources = new PerSource(2);
    const allowed = ['a', 'a', 'a', 'b'].map((address) => sources.allows(address, 0));
    expect(allowed).toEqual([true, true, false, true]);
    expect(sources.allows('a', 60_000)).toBe(true);
  });

  it('remembers only so many addresses', () => {
    const sources = new PerSource(5);
    const allowed = Array.from({ length: 10_001 }, (_, index) => sources.allows(`10.${index}`, 0));
    expect(allowed.filter((one) => !one)).toHaveLength(1);
    expect(sources.allows('10.0', 0)).toBe(true);
  });
});
