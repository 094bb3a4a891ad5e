import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('gives what the assertion returns once it holds', async () => {
    let calls = 0;
    const value = await eventually(
      () => {
        calls += 1;
        if (calls < 3) throw new Error('not yet');
        return calls;
      },
      { everyMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('fails with the last error of the assertion, not with one of its own', async () => {
    let seen = 0;
    const attempt = (): never => {
      throw new Error(`saw ${(seen += 1)}`);
    };
    const failure = await eventually(attempt, { timeoutMs: 20, everyMs: 1 }).catch((error: unknown) => error);
    expect(failure).toEqual(new Error(`saw ${seen}`));
    expect(seen).toBeGreaterThan(1);
  });
});
