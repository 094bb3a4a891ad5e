import { EntitySchema } from 'typeorm';
import type { RegisteredAs, RegistrationState } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** How this controller has registered an appliance with the receiver of its reports, and its heartbeats there. */
export interface Registration {
  applianceId: string;
  state: RegistrationState;
  /** Why it failed; null: it did not. */
  reason: string | null;
  /** What the latest registration said; null: none was made. */
  registeredAs: RegisteredAs | null;
  /** Registrations made so far. */
  attempts: number;
  requestedAt: Date | null;
  /** When the receiver last confirmed one; null: never. */
  registeredAt: Date | null;
  /** Days between heartbeats, as last resolved. */
  intervalDays: number;
  /** Null: none is due, because Call Home is off or somebody else sends them. */
  heartbeatDueAt: Date | null;
  /** When the receiver last confirmed a heartbeat; null: never. */
  heartbeatAt: Date | null;
}

export const RegistrationTable = new EntitySchema<Registration>({
  name: 'registration',
  columns: {
    applianceId: column.key,
    state: column.text,
    reason: column.textOrNull,
    registeredAs: column.jsonOrNull,
    attempts: column.count,
    requestedAt: column.instantOrNull,
    registeredAt: column.instantOrNull,
    intervalDays: column.integer,
    heartbeatDueAt: column.instantOrNull,
    heartbeatAt: column.instantOrNull,
  },
});
