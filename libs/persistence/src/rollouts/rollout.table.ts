import { EntitySchema } from 'typeorm';
import type {
  ApprovalReason,
  ObservedCallHome,
  PushedKey,
  RolloutEvent,
  RolloutLimits,
  RolloutState,
  RolloutTargetState,
  SettingChange,
  SettingKey,
  TargetCounts,
} from '../../../callhome/src/index.js';
import * as column from '../columns.js';
import type { PlanSelection } from './plan.table.js';

/** What wanted a rollout. */
export type RolloutSource = 'api' | 'config' | 'drift' | 'expiry' | 'exception';

export interface RolloutWave {
  name: string | null;
  /** How many targets it has. */
  targets: number;
}

/** Which targets a rollback is for; null: all that were applied, and all that may hold a part of the change. */
export interface RollbackScope {
  applianceIds: readonly string[] | null;
  states: readonly ('applied' | 'failed')[] | null;
}

/** The execution of a plan, in waves. `version` counts its moves. */
export interface Rollout {
  id: string;
  name: string;
  planId: string;
  state: RolloutState;
  /** Why it is in this state, where that is not plain. */
  reason: string | null;
  author: string;
  source: RolloutSource;
  selector: PlanSelection;
  keys: SettingKey[] | null;
  /** Why another person has to approve it; empty: nobody. */
  approval: ApprovalReason[];
  approvedBy: string | null;
  approvedAt: Date | null;
  /** Why it was started without approval; never taken back. */
  breakGlass: string | null;
  waves: RolloutWave[];
  /** The wave that is under way, from 1; 0 before the first. */
  wave: number;
  bakeSeconds: number;
  /** Until when the wave that ended is watched; null: none has ended, or the next was begun. */
  bakingUntil: Date | null;
  gate: 'auto' | 'manual';
  perHost: number;
  canarySite: string | null;
  limits: RolloutLimits;
  /** What a person has seen and let pass when it was resumed: it is not counted against the limits again. */
  accepted: { wave: number; ofWave: TargetCounts; all: TargetCounts } | null;
  /** Null: nobody wanted it rolled back. */
  rollback: RollbackScope | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  version: number;
}

/** One command on its way. It is noted before it is sent, so that whoever takes over a target knows of it. */
export interface SentCommand {
  command: string;
  /** The setting it is for; null: the save. */
  key: PushedKey | null;
  /** Null: no answer is known. */
  ok: boolean | null;
  /** The appliance's words, cut after 2,000 characters; null where it said nothing but `Done`. */
  answer: string | null;
  /** UTC, ISO 8601. */
  at: string;
  undoing: boolean;
}

export interface RolloutTarget {
  rolloutId: string;
  applianceId: string;
  hostId: string | null;
  wave: number;
  /** Its turn within the rollout. */
  position: number;
  state: RolloutTargetState;
  /** What it was doing last. */
  step: string | null;
  cause: string | null;
  changedKeys: string[];
  commands: string[];
  /** What the appliance showed before the first command; null: none was sent. */
  before: ObservedCallHome | null;
  /** What was changed: `to` is what the appliance showed afterwards, or was to show where it could not be read. */
  made: SettingChange[];
  sent: SentCommand[];
  /** Whether the other half of a pair shows the same; null: not of a pair, or not read. */
  peerSynced: boolean | null;
  /** Settings that a rollback left alone, since somebody else has changed them. */
  leftovers: string[];
  /** How often a worker took it. */
  attempts: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the device showed the desired values; null until then. */
  verifiedAt: Date | null;
}

/** One move of a rollout; the first has no state before it. */
export interface RolloutTransition {
  rolloutId: string;
  seq: number;
  fromState: RolloutState | null;
  toState: RolloutState;
  event: RolloutEvent | 'created';
  actor: string;
  at: Date;
  reason: string | null;
}

export const RolloutTable = new EntitySchema<Rollout>({
  name: 'rollout',
  columns: {
    id: column.key,
    name: column.textDefault(''),
    planId: column.text,
    state: column.text,
    reason: column.textOrNull,
    author: column.text,
    source: column.textDefault('api'),
    selector: { type: 'jsonb', default: {} },
    keys: { type: 'text', array: true, nullable: true },
    approval: { type: 'jsonb', default: [] },
    approvedBy: column.textOrNull,
    approvedAt: column.instantOrNull,
    breakGlass: column.textOrNull,
    waves: { type: 'jsonb', default: [] },
    wave: column.count,
    bakeSeconds: column.count,
    bakingUntil: column.instantOrNull,
    gate: column.textDefault('auto'),
    perHost: column.integerDefault(1),
    canarySite: column.textOrNull,
    limits: { type: 'jsonb', default: {} },
    accepted: column.jsonOrNull,
    rollback: column.jsonOrNull,
    createdAt: column.createdNow,
    startedAt: column.instantOrNull,
    finishedAt: column.instantOrNull,
    version: column.integerDefault(1),
  },
});

export const RolloutTargetTable = new EntitySchema<RolloutTarget>({
  name: 'rollout_target',
  columns: {
    rolloutId: column.key,
    applianceId: column.key,
    hostId: column.textOrNull,
    wave: column.integerDefault(1),
    position: column.count,
    state: column.text,
    step: column.textOrNull,
    cause: column.textOrNull,
    changedKeys: column.textListEmpty,
    commands: column.textListEmpty,
    before: column.jsonOrNull,
    made: { type: 'jsonb', default: [] },
    sent: { type: 'jsonb', default: [] },
    peerSynced: { type: 'boolean', nullable: true },
    leftovers: column.textListEmpty,
    attempts: column.count,
    startedAt: column.instantOrNull,
    finishedAt: column.instantOrNull,
    verifiedAt: column.instantOrNull,
  },
});

export const RolloutTransitionTable = new EntitySchema<RolloutTransition>({
  name: 'rollout_transition',
  columns: {
    rolloutId: column.key,
    seq: { type: 'integer', primary: true },
    fromState: column.textOrNull,
    toState: column.text,
    event: column.text,
    actor: column.text,
    at: { type: 'timestamptz', default: () => 'clock_timestamp()' },
    reason: column.textOrNull,
  },
});
