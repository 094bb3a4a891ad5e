import type { Outcome } from '../destination.js';
import { tlsFailure } from '../tls/tls-failure.js';

/** Error codes of the HTTP client that are waits which ran out. */
const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** The report's stream gave more or fewer bytes than the report says: sending it again cannot help. */
const LENGTH_MISMATCH = 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH';

/** Turns a request that got no answer into an outcome. */
export function failureOutcome(error: unknown): Outcome {
  const code = errorCode(error);
  if (code === LENGTH_MISMATCH) {
    return { kind: 'refused', cause: 'report-length', detail: 'the report has another length than recorded' };
  }
  const tls = tlsFailure(code);
  if (tls !== null) return { kind: 'refused', cause: tls, detail: `the TLS connection failed (${code})` };
  if (TIMEOUTS.has(code)) return deferred('timeout', `the receiver was too slow (${code})`);
  if (code.startsWith('HPE_')) return deferred('protocol-error', `the answer was no HTTP (${code})`);
  // UND_ERR_SOCKET is the client's name for a connection the other side closed; a cause must outlive the client.
  if (code.startsWith('UND_ERR_')) return deferred('network-closed', `the connection ended early (${code})`);
  return deferred(`network-${code}`, `the connection failed (${code})`);
}

/** An attempt that its caller ended. */
export function abortOutcome(reason: unknown): Outcome {
  const timedOut = typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
  if (timedOut) return deferred('timeout', 'the attempt used up its time');
  return deferred('cancelled', 'the attempt was cancelled');
}

function deferred(cause: string, detail: string): Outcome {
  return { kind: 'deferred', cause, detail, retryAfterMs: null };
}

/** A closed connection carries the reason it was closed for as its cause. */
function errorCode(error: unknown): string {
  const own = codeOf(error);
  const inner = typeof error === 'object' && error !== null && 'cause' in error ? codeOf(error.cause) : null;
  return (own === 'UND_ERR_SOCKET' ? (inner ?? own) : own) ?? inner ?? 'unknown';
}

/** Looks at the shape only; codes are names of constants, anything else is not passed on. */
function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(error.code) ? error.code : null;
}
