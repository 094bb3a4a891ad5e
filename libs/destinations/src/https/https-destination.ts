import { Readable } from 'node:stream';
import { Pool, type Dispatcher } from 'undici';
import type { Destination, Outcome, Report } from '../destination.js';
import { DestinationError } from '../errors.js';
import { trustedContext } from '../tls/trusted-context.js';
import { answerOutcome, type Answer } from './answer-outcome.js';
import { abortOutcome, failureOutcome } from './failure-outcome.js';

export interface HttpsSettings {
  /** Where the receiver lives, `https` only, without user, query or fragment; a path is kept as a prefix. */
  readonly url: string;
  /** Authorities trusted beside the public ones; null trusts the public ones only. */
  readonly caPem: string | null;
  /** Sent as a bearer token; null sends no authorization. Revealed for each request and never kept. */
  readonly bearer: { reveal(): string } | null;
  /** @default DEFAULT_HTTPS_TIMEOUTS */
  readonly timeouts?: HttpsTimeouts;
}

export interface HttpsTimeouts {
  /** Name lookup, TCP and TLS together. */
  readonly connectMs: number;
  /** A receiver that takes no further bytes, or does not answer once it has them all. Not the whole upload. */
  readonly stallMs: number;
  /** Silence inside the answer. */
  readonly answerMs: number;
}

export const DEFAULT_HTTPS_TIMEOUTS: HttpsTimeouts = { connectMs: 10_000, stallMs: 120_000, answerMs: 30_000 };

export type HttpsDestination = Destination & {
  /** Lets running attempts end, then closes the connections. */
  close(): Promise<void>;
};

/** Side by side to one receiver; further attempts wait their turn. */
const CONNECTIONS = 16;

/** A receipt is a few hundred bytes; more than this is not read. */
const ANSWER_BYTES = 64 * 1024;

const REPORT_ID = /^[A-Za-z0-9._~-]{1,128}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;
/** RFC 6750 §2.1 */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const CONTENT_TYPE = /^[\x21-\x7e][\x20-\x7e]{0,127}$/;

/**
 * Delivers by `PUT {url}/v1/reports/{id}`, one attempt at a time, without holding the report in memory. The server's
 * certificate is always verified; there is no way to switch that off, by setting or by environment. Keep what this
 * returns for as long as the settings last: it holds the connections and the parsed authorities.
 * @throws {DestinationError} URL_INVALID, CA_INVALID
 */
export function httpsDestination(settings: HttpsSettings): HttpsDestination {
  const url = readUrl(settings.url);
  const timeouts = settings.timeouts ?? DEFAULT_HTTPS_TIMEOUTS;
  const pool = new Pool(url.origin, {
    connections: CONNECTIONS,
    headersTimeout: timeouts.stallMs,
    bodyTimeout: timeouts.answerMs,
    connect: {
      timeout: timeouts.connectMs,
      secureContext: trustedContext(settings.caPem),
      rejectUnauthorized: true, // named, so that NODE_TLS_REJECT_UNAUTHORIZED cannot take it away
    },
  });
  const prefix = url.pathname.replace(/\/+$/, '');
  return {
    async transmit(report: Report, signal: AbortSignal): Promise<Outcome> {
      checkReport(report);
      if (signal.aborted) return abortOutcome(signal.reason);
      const source = await report.open();
      try {
        const path = `${prefix}/v1/reports/${report.id}`;
        return await put(pool, { path, headers: headersOf(report, settings.bearer) }, { report, source, signal });
      } finally {
        source.destroy();
      }
    },
    close: () => pool.close(),
  };
}

interface Upload {
  readonly report: Report;
  readonly source: Readable;
  readonly signal: AbortSignal;
}

async function put(
  pool: Pool,
  request: { path: string; headers: Record<string, string> },
  { report, source, signal }: Upload,
): Promise<Outcome> {
  const sourceFailures: unknown[] = [];
  // The client tears down the stream it is given. With one of our own around the source, that can be told from a
  // failure of the source, which comes while ours still stands.
  const body = Readable.from(source, { objectMode: false });
  source.once('error', (error) => {
    if (!body.destroyed) sourceFailures.push(error);
  });
  try {
    const response = await pool.request({ method: 'PUT', ...request, body, signal });
    return answerOutcome(await readAnswer(response), report, Date.now());
  } catch (error) {
    if (signal.aborted) return abortOutcome(signal.reason);
    if (sourceFailures.length > 0) throw sourceFailures[0];
    return failureOutcome(error);
  }
}

async function readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > ANSWER_BYTES) break; // leaving the loop closes the connection
  }
  const retryAfter = headers['retry-after'];
  return {
    status: statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Repr-Digest is RFC 9530; Idempotency-Key is draft-ietf-httpapi-idempotency-key-header-07, a quoted string. */
function headersOf(report: Report, bearer: HttpsSettings['bearer']): Record<string, string> {
  return {
    'content-type': report.contentType,
    'content-length': String(report.bytes),
    'repr-digest': `sha-256=:${Buffer.from(report.sha256, 'hex').toString('base64')}:`,
    'idempotency-key': `"${report.id}"`,
    accept: 'application/json',
    ...(bearer === null ? {} : { authorization: `Bearer ${readToken(bearer)}` }),
  };
}

function readToken(bearer: { reveal(): string }): string {
  const token = bearer.reveal();
  if (!BEARER_TOKEN.test(token)) throw new DestinationError('TOKEN_INVALID', { length: token.length });
  return token;
}

function readUrl(text: string): URL {
  // Pasted addresses come with blanks around them.
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null) throw new DestinationError('URL_INVALID', { reason: 'unreadable' });
  if (url.protocol !== 'https:') throw new DestinationError('URL_INVALID', { reason: 'not-https' });
  if (url.username !== '' || url.password !== '') throw new DestinationError('URL_INVALID', { reason: 'credentials' });
  if (url.search !== '' || url.hash !== '') throw new DestinationError('URL_INVALID', { reason: 'query-or-fragment' });
  return url;
}

function checkReport(report: Report): void {
  const usable = {
    id: REPORT_ID.test(report.id) && !/^\.+$/.test(report.id), // dots alone would be a path of their own
    sha256: SHA256_HEX.test(report.sha256),
    bytes: Number.isSafeInteger(report.bytes) && report.bytes >= 0,
    contentType: CONTENT_TYPE.test(report.contentType),
  };
  for (const [field, fine] of Object.entries(usable)) {
    if (!fine) throw new DestinationError('REPORT_INVALID', { field });
  }
}
