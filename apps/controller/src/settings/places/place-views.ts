import type { Group, Site } from '../../../../../libs/contract/src/index.js';
import type { CountedGroup, CountedSite } from '../../../../../libs/persistence/src/index.js';
import { iso } from '../../api/iso.js';

export function siteView({ name, note, appliances, createdBy, createdAt, version }: CountedSite): Site {
  return { name, note, appliances, createdBy, createdAt: iso(createdAt), version };
}

export function groupView(row: CountedGroup): Group {
  return { ...siteView(row), priority: row.priority };
}
