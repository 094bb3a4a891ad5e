import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Failure } from '../https/failure-outcome.js';
import type { JsonReply } from '../https/post-json.js';

/** A call for support, as a ticket system takes it. */
export interface TicketRequest {
  /** The same for the same call, whoever asks how often. */
  readonly dedupeKey: string;
  /** One line. */
  readonly summary: string;
  /** Plain text of some lines. */
  readonly description: string;
  readonly severity: 'critical' | 'major' | 'warning' | 'none';
  /** The call as an object of the form `sr/1`, for systems that read it. */
  readonly object: Readonly<Record<string, unknown>>;
}

export interface Ticket {
  readonly kind: 'ticket';
  /** As people there name it; null: the system took the call and named no number. */
  readonly number: string | null;
  /** `unknown`: it does not say, or says it in words of its own. */
  readonly state: 'open' | 'closed' | 'unknown';
}

/** A system that keeps tickets. */
export interface TicketSystem {
  /**
   * Makes the ticket of a call, or finds the one that an earlier attempt made, of which the answer may have been lost.
   * @throws {NotificationError} MESSAGE_INVALID
   */
  open(request: TicketRequest, signal: AbortSignal): Promise<Ticket | Failure>;
  /** How a ticket stands; null: this system cannot be asked. */
  readonly look: ((number: string, signal: AbortSignal) => Promise<Ticket | Failure>) | null;
}

/** A key that is safe in any query language: letters and digits only. */
export function shortKey(dedupeKey: string): string {
  return createHash('sha256').update(dedupeKey).digest('hex').slice(0, 24);
}

const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Reads what a system answered with success; anything else says why it is none. */
export function readReply<T>(reply: JsonReply, schema: z.ZodType<T>): { kind: 'read'; answer: T } | Failure {
  if (reply.kind === 'unanswered') return reply.outcome;
  const { status, retryAfterMs } = reply;
  if (status >= 200 && status < 300) {
    const answer = schema.safeParse(reply.json);
    return answer.success ? { kind: 'read', answer: answer.data } : NOT_UNDERSTOOD;
  }
  const [cause, detail] = [`http-${status}`, `the ticket system answered ${status}`];
  return LATER.has(status) ? { kind: 'deferred', cause, detail, retryAfterMs } : { kind: 'refused', cause, detail };
}

/** An answer of success that says something else than it should. What was asked may have been done. */
const NOT_UNDERSTOOD: Failure = {
  kind: 'deferred',
  cause: 'answer-not-understood',
  detail: 'the ticket system answered something that is not its API; check the address',
  retryAfterMs: null,
};
