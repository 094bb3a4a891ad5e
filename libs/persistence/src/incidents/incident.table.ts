import { EntitySchema } from 'typeorm';
import type { Finding, IncidentKind } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** Conditions that have one cause, as far as can be told, so that people see one thing and not many. */
export interface Incident {
  id: string;
  /** Its cause; at most one incident of a cause is open. */
  key: string;
  kind: IncidentKind;
  state: 'open' | 'closed' | 'merged';
  title: string;
  /** The worst of its conditions. */
  severity: Finding['severity'];
  /** The site of its first condition's appliance; null: it stands in none. */
  site: string | null;
  /** The SDX host that it is about; null: none, or several. */
  hostId: string | null;
  /** The condition that explains the others: the host's where there is one, else the first. */
  rootConditionId: string;
  openedAt: Date;
  closedAt: Date | null;
  /** The incident that took its conditions over; null: none did. */
  mergedInto: string | null;
}

/** That a condition belongs, or belonged, to an incident. */
export interface IncidentCondition {
  incidentId: string;
  conditionId: string;
  joinedAt: Date;
}

export const IncidentTable = new EntitySchema<Incident>({
  name: 'incident',
  columns: {
    id: column.key,
    key: column.text,
    kind: column.text,
    state: column.text,
    title: column.text,
    severity: column.text,
    site: column.textOrNull,
    hostId: column.textOrNull,
    rootConditionId: column.text,
    openedAt: column.createdNow,
    closedAt: column.instantOrNull,
    mergedInto: column.textOrNull,
  },
});

export const IncidentConditionTable = new EntitySchema<IncidentCondition>({
  name: 'incident_condition',
  columns: { incidentId: column.key, conditionId: column.key, joinedAt: column.createdNow },
});
