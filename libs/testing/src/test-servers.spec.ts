import { afterEach, describe, expect, it } from '@jest/globals';
import { testServerUrl } from './test-servers.js';

const before = process.env['TEST_REDIS_URL'];
afterEach(() => {
  if (before === undefined) delete process.env['TEST_REDIS_URL'];
  else process.env['TEST_REDIS_URL'] = before;
});

describe('testServerUrl', () => {
  it('says how to run a spec that was started without servers', () => {
    delete process.env['TEST_REDIS_URL'];
    expect(() => testServerUrl('TEST_REDIS_URL')).toThrow(
      expect.objectContaining({
        code: 'SERVERS_MISSING',
        message: expect.stringContaining('TEST_REDIS_URL is not set: run specs through npm test'),
      }),
    );
  });

  it('gives the URL of this run', () => {
    process.env['TEST_REDIS_URL'] = 'redis://127.0.0.1:1';
    expect(testServerUrl('TEST_REDIS_URL')).toBe('redis://127.0.0.1:1');
  });
});
