import { sql, type Transaction } from '../database.js';
import { storable } from './storable.js';
import { RAW_ANSWER_MAX_BYTES, type AnswersRead } from './raw-answer.js';

/** What was asked of one appliance in one reading. */
export interface AnswersOf {
  applianceId: string;
  at: Date;
  answers: AnswersRead;
}

/**
 * Keeps the answers that were not understood, each in the place of the last one to its command, and forgets those of
 * commands that now read clean. Two statements for a whole batch.
 */
export async function recordRawAnswers(tx: Transaction, read: readonly AnswersOf[]): Promise<void> {
  const asked = read.flatMap(({ applianceId, answers }) => {
    const kept = new Set(answers.kept.map(({ command }) => command));
    return answers.asked.filter((command) => !kept.has(command)).map((command) => ({ applianceId, command }));
  });
  if (asked.length > 0) {
    await sql(
      tx,
      `DELETE FROM raw_answer r USING unnest($1::text[], $2::text[]) AS clean (id, command)
       WHERE r.appliance_id = clean.id AND r.command = clean.command`,
      [asked.map((row) => row.applianceId), asked.map((row) => row.command)],
    );
  }
  const kept = read.flatMap(({ applianceId, at, answers }) =>
    // The last one to a command counts: a statement may not write one row twice.
    [...new Map(answers.kept.map((answer) => [answer.command, answer])).values()].map((answer) => {
      const bytes = Buffer.from(answer.output, 'utf8');
      return {
        ...answer,
        words: storable(answer.words),
        applianceId,
        at,
        bytes: bytes.subarray(0, RAW_ANSWER_MAX_BYTES),
        length: bytes.length,
      };
    }),
  );
  if (kept.length === 0) return;
  await sql(
    tx,
    `INSERT INTO raw_answer (appliance_id, command, reason, words, output, is_cut, at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::boolean[], $7::timestamptz[])
     ON CONFLICT (appliance_id, command) DO UPDATE SET reason = excluded.reason, words = excluded.words,
       output = excluded.output, is_cut = excluded.is_cut, at = excluded.at`,
    [
      kept.map((row) => row.applianceId),
      kept.map((row) => row.command),
      kept.map((row) => row.reason),
      kept.map((row) => row.words),
      kept.map((row) => row.bytes),
      kept.map((row) => row.length > row.bytes.length),
      kept.map((row) => row.at),
    ],
  );
}
