import { Webhook } from 'standardwebhooks';
import type { AddressPolicy } from '../address-policy/address-policy.js';
import type { Channel, NotificationOutcome } from '../channel.js';
import { NotificationError } from '../errors.js';
import { readHttpsUrl, requestJson, type HttpsAccess, type JsonReply } from '../https/post-json.js';
import { trustedContext } from '../https/trusted-context.js';

/** A receiver of Standard Webhooks (standardwebhooks.com). */
export interface WebhookSettings {
  /** `https` only. */
  readonly url: string;
  /** `whsec_` and base64; each signs, so that a receiver can change over from one to the next. At least one. */
  readonly secrets: readonly string[];
  /** Authorities trusted beside the public ones; null: none. */
  readonly caPem: string | null;
  readonly addressPolicy: AddressPolicy;
}

export interface WebhookMessage {
  /** The same at every attempt: receivers tell a repeat by it. */
  readonly id: string;
  /** Becomes JSON; less than 20 kB of it, as the standard advises. */
  readonly body: Readonly<Record<string, unknown>>;
}

const TIMEOUT_MS = 20_000;
const BODY_BYTES = 20_000;
const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Posts signed messages and says what came back. */
export interface WebhookSender {
  /** @throws {NotificationError} MESSAGE_INVALID - too long. */
  post(message: WebhookMessage, signal: AbortSignal): Promise<JsonReply>;
}

/**
 * Signs and posts messages; never follows a redirect.
 * @throws {NotificationError} SETTINGS_INVALID
 */
export function webhookSender({ url: text, secrets, caPem, addressPolicy }: WebhookSettings): WebhookSender {
  const url = readHttpsUrl(text);
  const signers = secrets.map(signerOf);
  if (signers.length === 0) throw new NotificationError('SETTINGS_INVALID', { field: 'secrets' });
  const access: HttpsAccess = { secureContext: trustedContext(caPem), addressPolicy, timeoutMs: TIMEOUT_MS };
  return {
    post(message, signal) {
      const body = JSON.stringify(message.body);
      const bytes = Buffer.byteLength(body);
      if (bytes > BODY_BYTES) throw new NotificationError('MESSAGE_INVALID', { bytes });
      const at = new Date();
      const headers = {
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signers.map((signer) => signer.sign(message.id, at, body)).join(' '),
      };
      return requestJson({ method: 'POST', url, headers, body, access }, signal);
    },
  };
}

/** Tells by webhook. @throws {NotificationError} SETTINGS_INVALID */
export function webhookChannel(settings: WebhookSettings): Channel<WebhookMessage> {
  const sender = webhookSender(settings);
  return { send: async (message, signal) => webhookOutcome(await sender.post(message, signal)) };
}

/** Any 2xx is success; 410 says that the receiver is gone for good. */
export function webhookOutcome(reply: JsonReply): NotificationOutcome {
  if (reply.kind === 'unanswered') return reply.outcome;
  const { status, retryAfterMs } = reply;
  if (status >= 200 && status < 300) return { kind: 'sent', detail: `the receiver answered ${status}` };
  if (status === 410) return { kind: 'refused', cause: 'endpoint-gone', detail: 'the receiver says that it is gone' };
  const [cause, detail] = [`http-${status}`, `the receiver answered ${status}`];
  return LATER.has(status) ? { kind: 'deferred', cause, detail, retryAfterMs } : { kind: 'refused', cause, detail };
}

function signerOf(secret: string, position: number): Webhook {
  try {
    if (!/^(?:whsec_)?[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)) throw new TypeError('not base64');
    return new Webhook(secret);
  } catch {
    // The cause could quote the secret, so it is not passed on.
    throw new NotificationError('SETTINGS_INVALID', { field: 'secrets', position });
  }
}
