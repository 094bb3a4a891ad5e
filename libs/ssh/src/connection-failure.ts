import type { SshErrorCode, SshErrorDetails } from './errors.js';

export type ConnectionStage = 'connecting' | 'login' | 'ready';

export interface ConnectionFailure {
  readonly code: SshErrorCode;
  readonly details: SshErrorDetails;
  /** System error; absent for what the peer said, which is not ours to pass on. */
  readonly cause?: Error;
}

/** errno and resolver codes of Node, by what an operator would do about them. */
const SYSTEM_ERRORS: Readonly<Record<string, SshErrorCode>> = {
  ECONNREFUSED: 'CONNECT_REFUSED',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  ENOTFOUND: 'DNS_FAILED',
  EAI_AGAIN: 'DNS_FAILED',
  EAI_FAIL: 'DNS_FAILED',
  EAI_NODATA: 'DNS_FAILED',
  EHOSTUNREACH: 'NO_ROUTE',
  EHOSTDOWN: 'NO_ROUTE',
  ENETUNREACH: 'NO_ROUTE',
  ENETDOWN: 'NO_ROUTE',
  EADDRNOTAVAIL: 'NO_ROUTE',
};

/** What ssh2 1.17 says when the two lists of a kind share no name (lib/protocol/kex.js), by the kind an operator knows. */
const NOTHING_IN_COMMON: readonly (readonly [words: string, kind: string])[] = [
  ['key exchange algorithm', 'kex'],
  ['host key format', 'host-key'],
  ['cipher', 'cipher'],
  ['MAC', 'mac'],
  ['compression', 'compression'],
];

/** SSH_DISCONNECT_TOO_MANY_CONNECTIONS, RFC 4253 §11.1. */
const TOO_MANY_CONNECTIONS = 12;

/** Names an error event of the SSH client by its origin and by how far the connection had come. */
export function connectionFailure(
  error: Error & { code?: unknown; level?: unknown },
  stage: ConnectionStage,
  secretOffered: boolean,
): ConnectionFailure {
  if (typeof error.code === 'string') {
    const mapped = SYSTEM_ERRORS[error.code];
    // ETIMEDOUT on an established connection is a dead peer, not a slow connect.
    const code = mapped !== undefined && stage === 'connecting' ? mapped : 'CONNECTION_LOST';
    return { code, details: { systemCode: error.code }, cause: error };
  }
  if (typeof error.code === 'number') {
    return { code: disconnectCode(error.code, stage, secretOffered), details: { disconnectReason: error.code } };
  }
  if (error.level === 'client-timeout') return { code: 'CONNECTION_LOST', details: { reason: 'keepalive' } };
  if (stage !== 'connecting') return { code: 'CONNECTION_LOST', details: {} };
  return { code: 'HANDSHAKE_FAILED', details: nothingInCommon(error) };
}

/** `reason` and `kind` where the two sides share no algorithm; empty for every other failed handshake. */
function nothingInCommon(error: Error & { level?: unknown }): SshErrorDetails {
  if (error.level !== 'handshake' || !error.message.startsWith('Handshake failed: no matching ')) return {};
  const known = NOTHING_IN_COMMON.find(([words]) => error.message.includes(words));
  return { reason: 'no-common-algorithm', kind: known?.[1] ?? 'unknown' };
}

/**
 * A server that says goodbye right after it saw the secret refused it (MaxAuthTries of 1); calling that a lost
 * connection would have the same wrong secret sent again and again.
 */
function disconnectCode(reason: number, stage: ConnectionStage, secretOffered: boolean): SshErrorCode {
  if (stage === 'ready' || reason === TOO_MANY_CONNECTIONS) return 'CONNECTION_LOST';
  if (stage === 'connecting') return 'HANDSHAKE_FAILED';
  return secretOffered ? 'AUTH_FAILED' : 'CONNECTION_LOST';
}
