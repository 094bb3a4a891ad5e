import { EntitySchema } from 'typeorm';
import type { Finding, ServiceRequestEvent, ServiceRequestState } from '../../../callhome/src/index.js';
import * as column from '../columns.js';

/** A call for support. It opens by itself for critical hardware; a person reviews the others first. */
export interface ServiceRequest {
  id: string;
  /** At most one request exists for it: one condition key in one boot epoch. */
  dedupeKey: string;
  state: ServiceRequestState;
  summary: string;
  severity: Finding['severity'];
  applianceId: string;
  conditionId: string;
  incidentId: string;
  /** The delivery of the condition that it was made for. */
  deliveryId: string | null;
  /** As support named it; null until then. */
  number: string | null;
  /** Why it is in its state, where that needs saying. */
  reason: string | null;
  /** How many first occurrences it stands for. */
  occurrences: number;
  createdAt: Date;
  updatedAt: Date;
}

/** One step of a service request; rows are only ever added. */
export interface ServiceRequestTransition {
  requestId: string;
  seq: number;
  /** Null: it was made. */
  fromState: ServiceRequestState | null;
  toState: ServiceRequestState;
  event: ServiceRequestEvent | 'created';
  actor: string;
  at: Date;
  reason: string | null;
}

export const ServiceRequestTable = new EntitySchema<ServiceRequest>({
  name: 'service_request',
  columns: {
    id: column.key,
    dedupeKey: column.text,
    state: column.text,
    summary: column.text,
    severity: column.text,
    applianceId: column.text,
    conditionId: column.text,
    incidentId: column.text,
    deliveryId: column.textOrNull,
    number: column.textOrNull,
    reason: column.textOrNull,
    occurrences: column.integerDefault(1),
    createdAt: column.createdNow,
    updatedAt: column.createdNow,
  },
});

export const ServiceRequestTransitionTable = new EntitySchema<ServiceRequestTransition>({
  name: 'service_request_transition',
  columns: {
    requestId: column.key,
    seq: { type: 'integer', primary: true },
    fromState: column.textOrNull,
    toState: column.text,
    event: column.text,
    actor: column.text,
    at: { type: 'timestamptz', default: () => 'clock_timestamp()' },
    reason: column.textOrNull,
  },
});
