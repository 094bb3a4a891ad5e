import { SimulatorError } from '../simulator-error.js';
import type { CommandLog } from '../fleet/command-log.js';
import type { Fleet } from '../fleet/fleet.js';
import type { TrafficStats } from '../fleet/traffic-stats.js';
import type { Receiver } from '../receiver/receiver.js';
import type { ReportStore } from '../receiver/report-store.js';
import type { ApplianceListener } from '../ssh/appliance-listener.js';
import type { GiveByHand } from '../ssh/run-command.js';
import type { WireFaults } from '../ssh/wire-faults.js';
import type { Appliance } from '../fleet/appliance.js';

/** What the routes reach. */
export interface ControlContext {
  readonly fleet: Fleet;
  readonly log: CommandLog;
  readonly stats: TrafficStats;
  readonly faults: WireFaults;
  readonly receiver: Receiver;
  readonly store: ReportStore;
  readonly listenerOf: (appliance: Appliance) => ApplianceListener;
  readonly giveByHand: GiveByHand;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One request that matched a route. */
export interface ControlCall {
  readonly context: ControlContext;
  /** Values of the `:name` parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A body to send as a file instead of as JSON. */
export class FileReply {
  constructor(
    readonly file: string,
    readonly contentType: string | null,
  ) {}
}

/** A method, a path with `:name` parts, and what answers it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly run: (call: ControlCall) => unknown;
}

/** @throws {SimulatorError} BAD_REQUEST - when `key` is not one of the words */
export function readWord<T extends string>(call: ControlCall, key: string, words: readonly T[]): T {
  const found = words.find((word) => word === call.body[key]);
  if (found === undefined) throw new SimulatorError('BAD_REQUEST', `"${key}" takes ${words.join(' or ')}.`);
  return found;
}

/** @throws {SimulatorError} BAD_REQUEST - when `key` is not a whole number of the range */
export function readWhole(call: ControlCall, key: string, [low, high]: readonly [number, number]): number {
  const value = call.body[key];
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw new SimulatorError('BAD_REQUEST', `"${key}" takes a whole number from ${low} to ${high}.`);
}
