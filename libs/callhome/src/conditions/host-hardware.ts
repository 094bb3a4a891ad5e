import type {
  ListedInstance,
  RaidLogicalDrive,
  RaidPhysicalDrive,
  StorageRepository,
  SystemHealthRow,
} from '../../../netscaler-cli/src/index.js';
import type { Unreadable } from './finding.js';

/** An instance as its host lists it. `sslCores` and `sslCoresUp` are assigned and working SSL chips. */
export type HostInstance = Pick<ListedInstance, 'uuid' | 'vmState' | 'instanceState' | 'sslCores' | 'sslCoresUp'> & {
  readonly name: string | null;
  /** Names the bays its disk lies in; absent or null: not read. */
  readonly diskAllocation?: string | null;
};

/** Everything read from a host's SVM that its findings come from. A listing is its rows, or why there are none. */
export interface HostHardware {
  readonly physicalDrives: readonly RaidPhysicalDrive[] | Unreadable;
  readonly logicalDrives: readonly RaidLogicalDrive[] | Unreadable;
  readonly storageRepositories: readonly StorageRepository[] | Unreadable;
  readonly hardware: readonly SystemHealthRow[] | Unreadable;
  readonly software: readonly SystemHealthRow[] | Unreadable;
  readonly powerSupplies: readonly SystemHealthRow[] | Unreadable;
  readonly totalSslCores: number | null;
  /** The highest total seen so far on this host; null until there is one. */
  readonly baselineSslCores: number | null;
  readonly instances: readonly HostInstance[] | Unreadable;
}

/** Returns the rows of a listing, none when it could not be had. */
export function rowsOf<Row>(listing: readonly Row[] | Unreadable): readonly Row[] {
  return isUnreadable(listing) ? [] : listing;
}

/** True for a listing that should be there and could not be read; false for one that this model lacks. */
export function hasFailed(listing: readonly unknown[] | Unreadable): listing is Unreadable {
  return isUnreadable(listing) && listing.unreadable === 'failed';
}

/** What findings call an instance: its VM's uuid, or its name where the host lists none. */
export function instanceKey(instance: HostInstance): string {
  return instance.uuid ?? instance.name ?? '';
}

/** Turns a printed name into the last part of a component: `Power Consumption` is `power-consumption`. */
export function componentName(printed: string): string {
  const name = printed.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return name.replaceAll(/^-|-$/g, '') || 'unnamed';
}

/** Returns one health row as one line: `SSL Cores: 15 of 16, ERROR`. */
export function healthLine({ name, currentValue, expectedValue, statusText }: SystemHealthRow): string {
  const value = [currentValue, expectedValue].filter((part) => part !== null && part !== '').join(' of ');
  return `${name}: ${[value, statusText ?? ''].filter((part) => part !== '').join(', ')}`;
}

/** True when a row's value is a number below the expected one, whatever its status says. */
export function isBelowExpected({ currentValue, expectedValue }: SystemHealthRow): boolean {
  const [current, expected] = [currentValue, expectedValue].map((text) => Number.parseFloat(text ?? ''));
  return current !== undefined && expected !== undefined && current < expected;
}

function isUnreadable(listing: readonly unknown[] | Unreadable): listing is Unreadable {
  return !Array.isArray(listing);
}
