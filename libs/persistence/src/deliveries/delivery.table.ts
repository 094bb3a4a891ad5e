import { EntitySchema } from 'typeorm';
import type { DeliveryState } from '../../../callhome/src/index.js';
import * as column from '../columns.js';
import type { Sealed } from '../credentials/vault.js';

/** What was collected: size in bytes, sha256 in hex, the archive's own name, how long it took. */
export interface BundleFacts {
  bytes: number;
  sha256: string;
  fileName: string;
  collectedMs: number;
}

/** What the receiver acknowledged. */
export interface Receipt {
  receiptId: string | null;
  sha256: string | null;
  at: string;
}

/** One report on its way. */
export interface Delivery {
  id: string;
  /** At most one delivery may exist for it: see conditionDedupeKey. */
  dedupeKey: string;
  type: 'registration' | 'heartbeat' | 'condition' | 'manual' | 'test';
  state: DeliveryState;
  reason: string | null;
  applianceId: string;
  conditionId: string | null;
  bootEpochId: string | null;
  /** BullMQ priority: lower goes first. */
  priority: number;
  destinationId: string | null;
  bundle: BundleFacts | null;
  collectAttempts: number;
  transmitAttempts: number;
  maxAttempts: number;
  nextAttemptAt: Date | null;
  receipt: Receipt | null;
  caseNumber: string | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  version: number;
}

/** One step of a delivery; rows are only ever added. */
export interface DeliveryTransition {
  deliveryId: string;
  seq: number;
  fromState: DeliveryState | null;
  toState: DeliveryState;
  event: string;
  actor: string;
  at: Date;
  reason: string | null;
}

export interface Destination {
  id: string;
  name: string;
  kind: 'https';
  url: string;
  caPem: string | null;
  sealedBearer: Sealed | null;
  createdAt: Date;
}

export const DeliveryTable = new EntitySchema<Delivery>({
  name: 'delivery',
  columns: {
    id: column.key,
    dedupeKey: column.text,
    type: column.text,
    state: column.text,
    reason: column.textOrNull,
    applianceId: column.text,
    conditionId: column.textOrNull,
    bootEpochId: column.textOrNull,
    priority: column.integer,
    destinationId: column.textOrNull,
    bundle: column.jsonOrNull,
    collectAttempts: column.count,
    transmitAttempts: column.count,
    maxAttempts: column.integerDefault(8),
    nextAttemptAt: column.instantOrNull,
    receipt: column.jsonOrNull,
    caseNumber: column.textOrNull,
    createdBy: column.text,
    createdAt: column.createdNow,
    updatedAt: column.createdNow,
    version: column.integerDefault(1),
  },
});

export const DeliveryTransitionTable = new EntitySchema<DeliveryTransition>({
  name: 'delivery_transition',
  columns: {
    deliveryId: column.key,
    seq: { type: 'integer', primary: true },
    fromState: column.textOrNull,
    toState: column.text,
    event: column.text,
    actor: column.text,
    at: { type: 'timestamptz', default: () => 'clock_timestamp()' },
    reason: column.textOrNull,
  },
});

export const DestinationTable = new EntitySchema<Destination>({
  name: 'destination',
  columns: {
    id: column.key,
    name: column.text,
    kind: column.text,
    url: column.text,
    caPem: column.textOrNull,
    sealedBearer: column.jsonOrNull,
    createdAt: column.createdNow,
  },
});
