import { request as openRequest, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { AddressPolicy } from '../address-policy/address-policy.js';
import { reachHost, type ReachableHost } from '../address-policy/reach-host.js';
import { NotificationError } from '../errors.js';
import { abortOutcome, failureOutcome, unreachedOutcome, type Failure } from './failure-outcome.js';
import { parseRetryAfter } from './retry-after.js';

/** How a receiver is reached; make it once for each channel. */
export interface HttpsAccess {
  /** From `trustedContext`. */
  readonly secureContext: SecureContext;
  readonly addressPolicy: AddressPolicy;
  /** From the name's lookup to the end of the answer, milliseconds. */
  readonly timeoutMs: number;
}

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** From `readHttpsUrl`. May hold secrets in path and query: it is never logged nor part of an outcome. */
  readonly url: URL;
  /** Beside `content-type` and `accept`, which are JSON unless given here in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text sent as it is, UTF-8, so that a signature over it holds; null sends none. */
  readonly body: string | null;
  readonly access: HttpsAccess;
}

export interface JsonAnswer {
  readonly kind: 'answered';
  readonly status: number;
  /** Milliseconds; null when the receiver asked for no wait. */
  readonly retryAfterMs: number | null;
  /** Header names in lower case; repeated headers are joined as HTTP does. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when it is empty, no JSON, or longer than `ANSWER_BYTES`. */
  readonly json: unknown;
}

/** `unanswered`: no whole answer came. What was sent may have arrived all the same, if `outcome` is `deferred`. */
export type JsonReply = JsonAnswer | { readonly kind: 'unanswered'; readonly outcome: Failure };

/** More of an answer than this is not read. */
export const ANSWER_BYTES = 256 * 1024;

/**
 * Makes one HTTPS request on a connection of its own. The certificate is always verified and the address judged before
 * connecting; redirects are answers like others. Never retries. Aborting gives `unanswered`.
 * @throws {NotificationError} SETTINGS_INVALID - a header holds characters no header can; nothing was sent.
 */
export async function requestJson(request: JsonRequest, signal: AbortSignal): Promise<JsonReply> {
  const headers = headersOf(request);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(request.access.timeoutMs)]);
  if (ending.aborted) return { kind: 'unanswered', outcome: abortOutcome(ending.reason) };
  try {
    // A lookup cannot be called off; it is left to end by itself.
    const verdict = await Promise.race([reachHost(request.url.hostname, request.access.addressPolicy), ended(ending)]);
    if (verdict.kind !== 'reachable') return { kind: 'unanswered', outcome: unreachedOutcome(verdict) };
    return await exchange(request, { headers, host: verdict.host, signal: ending });
  } catch (error) {
    const outcome = ending.aborted ? abortOutcome(ending.reason) : failureOutcome(error);
    return { kind: 'unanswered', outcome };
  }
}

/**
 * Reads the address of a receiver. Blanks around it are allowed, because addresses are pasted.
 * @throws {NotificationError} SETTINGS_INVALID - no URL, another scheme than `https`, with user or fragment.
 */
export function readHttpsUrl(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const reason =
    url === null
      ? 'unreadable'
      : url.protocol !== 'https:'
        ? 'not-https'
        : url.username !== '' || url.password !== ''
          ? 'credentials'
          : url.hash !== ''
            ? 'fragment'
            : null;
  if (url === null || reason !== null) {
    throw new NotificationError('SETTINGS_INVALID', { field: 'url', reason: reason ?? 'unreadable' });
  }
  return url;
}

interface Exchange {
  readonly headers: Record<string, string>;
  readonly host: ReachableHost;
  readonly signal: AbortSignal;
}

async function exchange({ method, url, body, access }: JsonRequest, on: Exchange): Promise<JsonAnswer> {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise<JsonAnswer>((resolve, reject) => {
    // Passed on to `tls.connect`, which the types of a request do not say.
    const options: RequestOptions & { secureContext: SecureContext } = {
      method,
      hostname,
      port: url.port === '' ? 443 : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: on.headers,
      agent: false, // a shared connection could have been made under another policy
      lookup: on.host.lookup,
      secureContext: access.secureContext,
      servername: isIP(hostname) === 0 ? hostname : '',
      rejectUnauthorized: true, // named, so that NODE_TLS_REJECT_UNAUTHORIZED cannot take it away
      signal: on.signal,
    };
    const sending = openRequest(options);
    sending.once('error', reject);
    sending.once('response', (response) => {
      readAnswer(response)
        .then(resolve, reject)
        .finally(() => sending.destroy());
    });
    sending.end(body ?? undefined);
  });
}

async function readAnswer(response: IncomingMessage): Promise<JsonAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > ANSWER_BYTES) break; // leaving the loop closes the connection
    chunks.push(chunk as Buffer);
  }
  const headers = Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    retryAfterMs: parseRetryAfter(response.headers['retry-after'] ?? null, Date.now()),
    headers: Object.fromEntries(headers) as Record<string, string>,
    json: bytes > ANSWER_BYTES ? undefined : parseJson(Buffer.concat(chunks).toString('utf8')),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // the status says enough
  }
}

function headersOf({ headers, body }: JsonRequest): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\x20-\x7e]*$/.test(value)) {
      throw new NotificationError('SETTINGS_INVALID', { field: 'header', name, reason: 'characters' });
    }
  }
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return {
    accept: 'application/json',
    ...(body === null ? {} : { 'content-type': 'application/json' }),
    ...headers,
    ...length,
  };
}

/** Rejects when `signal` does. */
async function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('ended')), { once: true });
  });
}
