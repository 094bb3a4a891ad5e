import { describe, expect, it } from '@jest/globals';
import { readHealthStatus } from './read-health-status.js';

describe('readHealthStatus', () => {
  it.each([
    ...['OK', 'good', 'Normal', 'UP', 'Online', 'Optimal', 'running'].map((word) => [word, 'ok'] as const),
    ...['ERROR', 'failed', 'FAIL', 'bad', 'Critical', 'down', 'Offline', 'missing'].map(
      (word) => [word, 'failed'] as const,
    ),
    ...['NA', 'n/a', 'Not Present', '', '  '].map((word) => [word, 'not-applicable'] as const),
    ...['Degraded', 'not ok', 'OK?', 'unknown'].map((word) => [word, 'unknown'] as const),
    [null, 'unknown'] as const,
  ])('reads %j as %s', (printed, expected) => {
    expect(readHealthStatus(printed)).toBe(expected);
  });
});
