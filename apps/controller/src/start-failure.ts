import { ConfigError } from '../../../libs/config/src/index.js';
import { PersistenceError, type PersistenceErrorCode } from '../../../libs/persistence/src/index.js';
import { StartRefused } from './start-refused.js';

const SENTENCES: Partial<Record<PersistenceErrorCode, string>> = {
  DATABASE_UNAVAILABLE: 'The database does not answer; check DATABASE_URL and the server.',
  MIGRATIONS_PENDING: 'The database lacks migrations; run the migrate command of this build first.',
  MASTER_KEY_INVALID: 'MASTER_KEY_FILE does not hold a key of 32 bytes in base64.',
};

/** Says in one sentence why the start failed, and what to do about it. */
export function startFailure(error: unknown): string {
  if (error instanceof StartRefused || error instanceof ConfigError) return error.message;
  if (error instanceof PersistenceError) {
    const { why } = error.details;
    const sentence = SENTENCES[error.code] ?? error.message;
    return why === undefined ? sentence : `${sentence} (${why})`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return 'The port is in use; set PORT to another one.';
  if (code === 'EACCES')
    return 'The port or a file may not be used by this user; check PORT, DATA_DIR and their rights.';
  if (code === 'EADDRNOTAVAIL') return 'The address in HOST is not one of this machine.';
  return `The start failed: ${error instanceof Error ? error.message : String(error)}`;
}
