import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** One step as it was tried; words for people are made when it is shown. */
export interface TestedStep {
  step: string;
  state: 'ok' | 'failed' | 'not-tried';
  tookMs: number | null;
  found: string | null;
  cause: string | null;
}

/** The last connection test of an appliance. */
export interface ConnectionTest {
  applianceId: string;
  at: Date;
  tookMs: number;
  steps: TestedStep[];
}

export const ConnectionTestTable = new EntitySchema<ConnectionTest>({
  name: 'connection_test',
  columns: {
    applianceId: column.key,
    at: column.instant,
    tookMs: column.integer,
    steps: { type: 'jsonb' },
  },
});
