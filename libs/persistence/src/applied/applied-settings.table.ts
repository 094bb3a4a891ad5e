import { EntitySchema } from 'typeorm';
import type { AppliedSettings, PushedKey } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** What was last pushed to one appliance, and what it showed right after. */
export interface AppliedRow {
  applianceId: string;
  values: AppliedSettings;
  /** Keys that somebody else had changed when the last rollout came to them; none once the appliance was read again. */
  conflicts: PushedKey[];
  updatedAt: Date;
}

export const AppliedSettingsTable = new EntitySchema<AppliedRow>({
  name: 'applied_settings',
  columns: {
    applianceId: column.key,
    values: column.json,
    conflicts: column.textListEmpty,
    updatedAt: column.createdNow,
  },
});
