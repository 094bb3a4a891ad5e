import type { EntitySchemaColumnOptions } from 'typeorm';

const column = (options: EntitySchemaColumnOptions) => options;

/** Column shapes shared by all tables; a table's own file says which of them are nullable. */
export const text = column({ type: 'text' });
export const textOrNull = column({ type: 'text', nullable: true });
export const integer = column({ type: 'integer' });
export const integerOrNull = column({ type: 'integer', nullable: true });
export const flag = column({ type: 'boolean', default: false });
export const instant = column({ type: 'timestamptz' });
export const instantOrNull = column({ type: 'timestamptz', nullable: true });
export const json = column({ type: 'jsonb' });
export const jsonOrNull = column({ type: 'jsonb', nullable: true });
export const createdNow = column({ type: 'timestamptz', default: () => 'now()' });
export const key = column({ type: 'text', primary: true });
export const count = column({ type: 'integer', default: 0 });
export const textList = column({ type: 'text', array: true });
export const textListEmpty = column({ type: 'text', array: true, default: '{}' });
export const textDefault = (value: string) => column({ type: 'text', default: value });
export const integerDefault = (value: number) => column({ type: 'integer', default: value });
