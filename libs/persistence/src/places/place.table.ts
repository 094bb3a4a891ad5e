import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** Where appliances stand; its name is its id. `version` is its ETag. */
export interface Site {
  name: string;
  note: string | null;
  createdBy: string;
  createdAt: Date;
  version: number;
}

/** Appliances that get settings in common, across sites. */
export interface ApplianceGroup extends Site {
  /** Of two groups that set one key, the one of the higher number wins. */
  priority: number;
}

const site = {
  name: column.key,
  note: column.textOrNull,
  createdBy: column.text,
  createdAt: column.createdNow,
  version: column.integerDefault(1),
} as const;

export const SiteTable = new EntitySchema<Site>({ name: 'site', columns: site });

export const ApplianceGroupTable = new EntitySchema<ApplianceGroup>({
  name: 'appliance_group',
  columns: { ...site, priority: column.integer },
});
