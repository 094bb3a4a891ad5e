import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Report } from '../destination.js';
import { answerOutcome } from './answer-outcome.js';

const SHA256 = 'ab'.repeat(32);
const report: Report = {
  id: 'dlv_1',
  contentType: 'application/gzip',
  bytes: 3,
  sha256: SHA256,
  open: () => Promise.resolve(Readable.from(['abc'])),
};
const outcome = (
  status: number,
  body: unknown = '',
  retryAfter: string | null = null,
): ReturnType<typeof answerOutcome> =>
  answerOutcome({ status, retryAfter, body: typeof body === 'string' ? body : JSON.stringify(body) }, report, 0);

describe('answerOutcome', () => {
  it.each([
    [408, 'deferred'],
    [425, 'deferred'],
    [429, 'deferred'],
    [500, 'deferred'],
    [502, 'deferred'],
    [503, 'deferred'],
    [504, 'deferred'],
    [507, 'deferred'],
    [301, 'refused'],
    [302, 'refused'],
    [307, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [407, 'refused'],
    [409, 'refused'],
    [411, 'refused'],
    [413, 'refused'],
    [415, 'refused'],
    [422, 'refused'],
  ])('takes status %i as %s', (status, kind) => {
    expect(outcome(status)).toMatchObject({ kind, cause: `http-${status}` });
  });

  it.each([
    ['stored', 201, { reportId: 'dlv_1', sha256: SHA256, receiptId: 'r-1', caseNumber: '8001' }, 'r-1', '8001'],
    ['stored before', 200, { sha256: SHA256.toUpperCase(), receiptId: 'r-1' }, 'r-1', null],
    ['a receipt with the digest alone', 202, { sha256: SHA256 }, null, null],
    ['a receipt with fields of other types', 201, { sha256: SHA256, receiptId: 7, caseNumber: {} }, null, null],
    [
      'a receipt with control characters',
      201,
      { sha256: SHA256, receiptId: 'a\nb', caseNumber: '\u001b[31m' },
      null,
      null,
    ],
    ['a receipt with an endless field', 201, { sha256: SHA256, receiptId: 'x'.repeat(300) }, null, null],
  ])('accepts %s', (_what, status, body, receiptId, caseNumber) => {
    expect(outcome(status, body)).toEqual({
      kind: 'accepted',
      receipt: { receiptId, sha256: SHA256, status, caseNumber },
    });
  });

  it.each<[string, unknown, string]>([
    ['another digest', { sha256: 'cd'.repeat(32) }, 'digest-mismatch'],
    ['a digest cut short', { sha256: SHA256.slice(2) }, 'digest-mismatch'],
    ['another report', { sha256: SHA256, reportId: 'dlv_2' }, 'receipt-unreadable'],
    ['no digest', { receiptId: 'r-1' }, 'receipt-unreadable'],
    ['a portal page', '<html>Please sign in</html>', 'receipt-unreadable'],
    ['a list', [SHA256], 'receipt-unreadable'],
    ['null', 'null', 'receipt-unreadable'],
    ['nothing', '', 'receipt-unreadable'],
  ])('defers a 200 with %s', (_what, body, cause) => {
    expect(outcome(200, body, '9')).toMatchObject({ kind: 'deferred', cause, retryAfterMs: 9_000 });
  });

  it('passes on the wait a receiver asks for', () => {
    expect(outcome(503, '', '30')).toMatchObject({ retryAfterMs: 30_000 });
    expect(outcome(429)).toMatchObject({ retryAfterMs: null });
  });
});
