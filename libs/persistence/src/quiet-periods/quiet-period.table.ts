import { EntitySchema } from 'typeorm';
import type { ConditionCode } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/**
 * A time in which nothing is sent and nobody is told: `maintenance` of appliances that are worked on, `silence` of what
 * somebody does not want to hear. What occurs meanwhile is recorded.
 */
export interface QuietPeriod {
  id: string;
  kind: 'maintenance' | 'silence';
  /** As settings name scopes: `fleet`, `site:x`, `group:x`, `host:app_…` with its instances, `instance:app_…`. */
  scope: string;
  /** The one condition of the one component that a silence covers; both null: all of the scope. */
  code: ConditionCode | null;
  component: string | null;
  fromAt: Date;
  /** It is over at this very instant. */
  untilAt: Date;
  reason: string;
  createdBy: string;
  createdAt: Date;
  /** Who ended it before its time; null: nobody. */
  endedBy: string | null;
  endedAt: Date | null;
}

export const QuietPeriodTable = new EntitySchema<QuietPeriod>({
  name: 'quiet_period',
  columns: {
    id: column.key,
    kind: column.text,
    scope: column.text,
    code: column.textOrNull,
    component: column.textOrNull,
    fromAt: column.instant,
    untilAt: column.instant,
    reason: column.text,
    createdBy: column.text,
    createdAt: column.createdNow,
    endedBy: column.textOrNull,
    endedAt: column.instantOrNull,
  },
});
