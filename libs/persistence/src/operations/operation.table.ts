import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** Long work that a request started: `done` of `total` appliances are through, `failed` of them in vain. */
export interface Operation {
  id: string;
  kind: 'discover' | 'check' | 'test' | 'rollout';
  state: 'running' | 'done' | 'failed';
  done: number;
  total: number;
  failed: number;
  resultUrl: string | null;
  problem: string | null;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

export const OperationTable = new EntitySchema<Operation>({
  name: 'operation',
  columns: {
    id: column.key,
    kind: column.text,
    state: column.text,
    done: column.count,
    total: column.integer,
    failed: column.count,
    resultUrl: column.textOrNull,
    problem: column.textOrNull,
    createdBy: column.text,
    createdAt: column.createdNow,
    finishedAt: column.instantOrNull,
  },
});
