import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

export type EventTopic = 'appliances' | 'layers' | 'rollouts' | 'deliveries' | 'conditions' | 'operations';

/** Something that changed: `subject` is the id of what did. */
export interface FleetEvent {
  id: string;
  transactionId: string;
  topic: EventTopic;
  type: string;
  subject: string;
  data: Record<string, unknown>;
  at: Date;
}

/** A worker process and its last sign of life. */
export interface WorkerBeat {
  name: string;
  startedAt: Date;
  beatAt: Date;
}

export const EventTable = new EntitySchema<FleetEvent>({
  name: 'event',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    transactionId: { type: 'bigint' },
    topic: column.text,
    type: column.text,
    subject: column.text,
    data: column.json,
    at: column.createdNow,
  },
});

export const WorkerTable = new EntitySchema<WorkerBeat>({
  name: 'worker',
  columns: { name: column.key, startedAt: column.createdNow, beatAt: column.createdNow },
});
