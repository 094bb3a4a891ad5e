import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../libs/config/src/index.js';
import { PersistenceError } from '../../../libs/persistence/src/index.js';
import { startFailure } from './start-failure.js';
import { StartRefused } from './start-refused.js';

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('startFailure', () => {
  it.each([
    ['a database that is away', new PersistenceError('DATABASE_UNAVAILABLE', { why: 'ECONNREFUSED' }), /DATABASE_URL.*\(ECONNREFUSED\)$/],
    ['a database that is too old', new PersistenceError('MIGRATIONS_PENDING'), /migrate command/],
    ['a key that is none', new PersistenceError('MASTER_KEY_INVALID', { file: 'x' }), /MASTER_KEY_FILE/],
    ['nobody who could sign in', new StartRefused('There is no account yet.'), /^There is no account yet\.$/],
    ['a port in use', withCode('EADDRINUSE'), /set PORT/],
    ['an address of another machine', withCode('EADDRNOTAVAIL'), /HOST/],
    ['anything else', new Error('odd'), /^The start failed: odd$/],
  ])('says in one line what to do about %s', (_, error, sentence) => {
    expect(startFailure(error)).toMatch(sentence);
    expect(startFailure(error)).not.toContain('\n');
  }); // prettier-ignore

  it('names the setting that cannot be used, and never its value', () => {
    let refusal: unknown;
    try {
      readSettings({ DATABASE_URL: 'postgres://x', REDIS_URL: 'redis://x', ADMIN_PASSWORD: 'hunter2' });
    } catch (error) {
      refusal = error;
    }
    expect(startFailure(refusal)).toContain('ADMIN_PASSWORD');
    expect(startFailure(refusal)).not.toContain('hunter2');
  });
});
