import { QueryFailedError, type EntitySchema, type ObjectLiteral } from 'typeorm';
import { errorCode } from './error-code.js';
import type { Transaction } from './database.js';
import { PersistenceError } from './persistence-error.js';

const UNIQUE_VIOLATION = '23505';

/** Inserts a row. @throws {PersistenceError} DUPLICATE - a unique constraint has it already. */
export function insertUnique<Row extends ObjectLiteral>(
  tx: Transaction,
  table: EntitySchema<Row>,
  row: Row,
): Promise<void> {
  return refusingDuplicates(table, () => tx.getRepository(table).insert(row));
}

/** Writes a row over the one with its id. @throws {PersistenceError} DUPLICATE - another row has its unique values. */
export function updateUnique<Row extends ObjectLiteral & { id: string }>(
  tx: Transaction,
  table: EntitySchema<Row>,
  row: Row,
): Promise<void> {
  return refusingDuplicates(table, () => tx.getRepository<{ id: string }>(table.options.name).update(row.id, row));
}

/** Does a write of one's own. @throws {PersistenceError} DUPLICATE - a unique constraint of the table is against it. */
export async function refusingDuplicates<Row>(table: EntitySchema<Row>, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new PersistenceError('DUPLICATE', { table: table.options.name }, { cause });
  }
}

function isUniqueViolation(cause: unknown): boolean {
  return cause instanceof QueryFailedError && errorCode(cause.driverError) === UNIQUE_VIOLATION;
}
