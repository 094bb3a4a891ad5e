import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** A shard of appliances to be read: a host stands for itself and its instances. */
export interface Sweep {
  id: string;
  kind: 'scheduled' | 'discover' | 'check' | 'test';
  applianceIds: string[];
  operationId: string | null;
  /** The site that all of a scheduled shard are at; null: at none, or asked for by a person. */
  site: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export const SweepTable = new EntitySchema<Sweep>({
  name: 'sweep',
  columns: {
    id: column.key,
    kind: column.text,
    applianceIds: column.textList,
    operationId: column.textOrNull,
    site: column.textOrNull,
    createdAt: column.createdNow,
    finishedAt: column.instantOrNull,
  },
});
