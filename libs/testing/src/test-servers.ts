import { TestingError } from './testing-error.js';

/**
 * The URL of a server that `npm test` started for this run.
 * @throws {TestingError} SERVERS_MISSING - the spec runs outside of `npm test`.
 */
export function testServerUrl(variable: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[variable];
  if (url === undefined || url === '') {
    throw new TestingError('SERVERS_MISSING', `${variable} is not set: run specs through npm test -- <path>.`);
  }
  return url;
}

/** A short name for this run, the same in all its processes; `npm test` sets it, a bare Jest run is named by its pid. */
export function testRunId(): string {
  return process.env['TEST_RUN_ID'] ?? `p${process.ppid}`;
}
