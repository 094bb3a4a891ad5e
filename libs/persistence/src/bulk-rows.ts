import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import { sql, type Transaction } from './database.js';
import { SnakeNaming } from './snake-naming.js';

const naming = new SnakeNaming();

interface Column {
  /** As rows name it here. */
  readonly property: string;
  /** As the table names it. */
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
}

/** Hundreds of rows at a time, in one statement each way: what an entity manager does row by row costs more than SQL. */
export class BulkRows<Row extends object> {
  private readonly table: string;
  private readonly columns: readonly Column[];
  private readonly selected: string;

  constructor(schema: EntitySchema<Row>) {
    this.table = schema.options.name;
    const columns = Object.entries(schema.options.columns) as [string, EntitySchemaColumnOptions][];
    this.columns = columns.map(([property, { type, array, primary }]) => ({
      property,
      name: naming.columnName(property, undefined),
      type: `${String(type)}${array === true ? '[]' : ''}`,
      isKey: primary === true,
    }));
    this.selected = this.columns.map(({ property, name }) => `"${name}" AS "${property}"`).join(', ');
  }

  /** The rows whose `property` is one of these. */
  find(tx: Transaction, property: keyof Row & string, values: readonly string[]): Promise<Row[]> {
    if (values.length === 0) return Promise.resolve([]);
    return sql<Row>(tx, `SELECT ${this.selected} FROM "${this.table}" WHERE "${this.nameOf(property)}" = ANY ($1)`, [
      values,
    ]);
  }

  /** Inserts rows, or writes them over those with the same `keys`; of those the primary key stays as it is. */
  async upsert(tx: Transaction, rows: readonly Row[], keys: readonly (keyof Row & string)[]): Promise<void> {
    if (rows.length === 0) return;
    const names = this.columns.map(({ name }) => `"${name}"`).join(', ');
    const values = this.columns.map(({ property }) => `r."${property}"`).join(', ');
    const fields = this.columns.map(({ property, type }) => `"${property}" ${type}`).join(', ');
    const conflict = keys.map((key) => `"${this.nameOf(key)}"`).join(', ');
    const changed = this.columns
      .filter(({ property, isKey }) => !isKey && !keys.includes(property as keyof Row & string))
      .map(({ name }) => `"${name}" = excluded."${name}"`)
      .join(', ');
    await sql(
      tx,
      `INSERT INTO "${this.table}" (${names}) SELECT ${values} FROM jsonb_to_recordset($1::jsonb) AS r (${fields})
       ON CONFLICT (${conflict}) DO UPDATE SET ${changed}`,
      [JSON.stringify(rows)],
    );
  }

  private nameOf(property: string): string {
    return naming.columnName(property, undefined);
  }
}
