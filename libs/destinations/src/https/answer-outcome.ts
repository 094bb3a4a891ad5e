import type { Outcome, Receipt, Report } from '../destination.js';
import { parseRetryAfter } from './retry-after.js';

/** What a receiver answered, body and all. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Text of the body, possibly cut; '' when there is none. */
  readonly body: string;
}

/** Refused now, but not for good; every 5xx is treated the same way. */
const DEFERRED_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Turns an answer into an outcome. A 2xx counts only with a receipt for these very bytes: a captive portal, too,
 * answers 200. Redirects are refused, because following one could carry the report to somebody else.
 */
export function answerOutcome(answer: Answer, report: Report, nowMs: number): Outcome {
  const { status } = answer;
  const retryAfterMs = parseRetryAfter(answer.retryAfter, nowMs);
  if (status >= 200 && status < 300) return receiptOutcome(answer, report, retryAfterMs);
  const cause = `http-${status}`;
  const detail = `the receiver answered ${status}`;
  if (status >= 500 || DEFERRED_STATUSES.has(status)) return { kind: 'deferred', cause, detail, retryAfterMs };
  return { kind: 'refused', cause, detail };
}

function receiptOutcome(answer: Answer, report: Report, retryAfterMs: number | null): Outcome {
  const receipt = readReceipt(answer, report.id);
  if (receipt === null) {
    const detail = `the receiver answered ${answer.status} without a receipt for this report`;
    return { kind: 'deferred', cause: 'receipt-unreadable', detail, retryAfterMs };
  }
  if (receipt.sha256 !== report.sha256) {
    const detail = 'the receipt names another digest than the report has';
    return { kind: 'deferred', cause: 'digest-mismatch', detail, retryAfterMs };
  }
  return { kind: 'accepted', receipt };
}

/** Null when there is no JSON object with a digest, or when it is about another report. */
function readReceipt(answer: Answer, reportId: string): Receipt | null {
  const fields = parseObject(answer.body);
  const sha256 = textField(fields, 'sha256');
  if (sha256 === null) return null;
  const named = textField(fields, 'reportId');
  if (named !== null && named !== reportId) return null;
  return {
    receiptId: textField(fields, 'receiptId'),
    sha256: sha256.toLowerCase(),
    status: answer.status,
    caseNumber: textField(fields, 'caseNumber'),
  };
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // not JSON is an answer too: it is no receipt
  }
}

/** Longest text taken from a receipt: it is kept and shown, and a stranger wrote it. */
const FIELD_LENGTH = 256;

/** A printable, non-empty text of bounded length; null for everything else. */
function textField(fields: object, name: string): string | null {
  const value: unknown = Object.entries(fields).find(([key]) => key === name)?.[1];
  return typeof value === 'string' && value.length <= FIELD_LENGTH && /^[^\p{Cc}]+$/u.test(value) ? value : null;
}
