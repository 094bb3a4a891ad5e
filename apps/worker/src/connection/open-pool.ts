import type { Settings } from '../../../../libs/config/src/index.js';
import { SessionClaims, type Database } from '../../../../libs/persistence/src/index.js';
import { DEFAULT_POOL_LIMITS, SessionPool, SshError } from '../../../../libs/ssh/src/index.js';
import { applianceOf, prefixOf } from './appliance-sessions.js';

/** Longest wait for the one login of an SVM while another process has it. */
const CLAIM_WAIT_MS = 60_000;

/** The sessions of this process, and the claims that keep all processes to one login per SVM. */
export interface OpenPool {
  pool: SessionPool;
  close(): Promise<void>;
}

/** Opens the pool of a worker process with the limits of its settings. */
export function openPool(settings: Settings, database: Database): OpenPool {
  const { sweepSessions, siteSessions, idleSessions, idleSessionSeconds } = settings;
  const claims: SessionClaims = new SessionClaims(
    database,
    (applianceId) => void pool.evict(prefixOf(applianceId)),
    () => void pool.evict(''),
  );
  const pool = new SessionPool(
    {
      ...DEFAULT_POOL_LIMITS,
      maxSessions: sweepSessions,
      maxSessionsPerSite: siteSessions === 0 ? null : siteSessions,
      maxIdle: idleSessions,
      idleMs: idleSessionSeconds * 1000,
    },
    (key) => claim(claims, applianceOf(key)),
  );
  const close = async (): Promise<void> => {
    await pool.close();
    await claims.close();
  };
  return { pool, close };
}

async function claim(claims: SessionClaims, applianceId: string): Promise<() => Promise<void>> {
  const patience = AbortSignal.timeout(CLAIM_WAIT_MS);
  try {
    return await claims.take(applianceId, patience);
  } catch (cause) {
    if (!patience.aborted) throw cause;
    throw new SshError('SESSION_BUSY', { waitedMs: CLAIM_WAIT_MS }, { cause });
  }
}
