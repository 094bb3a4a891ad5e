import { describe, expect, it } from '@jest/globals';
import { summarise } from './test-summary.mjs';

describe('summarise', () => {
  it.each([
    ['all pass', { numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, 'Tests: 12 passed, 0 failed'],
    [
      'some fail',
      { numPassedTests: 10, numFailedTests: 2, numRuntimeErrorTestSuites: 0 },
      'Tests: 10 passed, 2 failed',
    ],
    [
      'a file does not load',
      { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 1 },
      'Tests: 3 passed, 1 failed',
    ],
  ])('counts where %s', (_case, result, line) => {
    expect(summarise(result).line).toBe(line);
  });
});
