import { QueryFailedError, type EntitySchema, type ObjectLiteral } from 'typeorm';
import { errorCode } from './error-code.js';
import type { Transaction } from './database.js';
import { PersistenceError } from './persistence-error.js';

const UNIQUE_VIOLATION = '23505';

/** Inserts a row. @throws {PersistenceError} DUPLICATE - a unique constraint has it already. */
export async function insertUnique<Row extends ObjectLiteral>(
  tx: Transaction,
  table: EntitySchema<Row>,
  row: Row,
): Promise<void> {
  try {
    await tx.getRepository(table).insert(row);
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new PersistenceError('DUPLICATE', { table: table.options.name }, { cause });
  }
}

function isUniqueViolation(cause: unknown): boolean {
  return cause instanceof QueryFailedError && errorCode(cause.driverError) === UNIQUE_VIOLATION;
}
