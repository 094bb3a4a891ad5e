import type {
  HostCrypto,
  InstanceCrypto,
  ListedInstance,
  RaidLogicalDrive,
  RaidPhysicalDrive,
  StorageRepository,
  SystemHealthRow,
} from '../../../netscaler-cli/src/index.js';
import type { ChipBaseline } from './chip-baseline.js';
import type { Unreadable } from './finding.js';

/** An instance as its host lists it. `sslCores` and `sslCoresUp` are assigned and working SSL chips. */
export type HostInstance = Pick<ListedInstance, 'uuid' | 'vmState' | 'instanceState' | 'sslCores' | 'sslCoresUp'> & {
  readonly name: string | null;
  /** Names the bays its disk lies in; absent or null: not read. */
  readonly diskAllocation?: string | null;
  /** Its share in the unit that its host counts in; decides over `sslCores` and `sslCoresUp`, which may be stale. */
  readonly crypto?: InstanceCrypto;
  /** The CPU socket it was given, as printed; absent or null: not read. */
  readonly cpuSocket?: string | null;
  /** PCI addresses of its SSL functions; absent or empty: not read, or none. */
  readonly sslVirtualFunctions?: readonly string[];
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
  /** The SSL hardware in the unit that this host counts in; decides over `totalSslCores`, which only knows chips. */
  readonly crypto?: HostCrypto;
  /** What {@link nextChipBaseline} kept; decides over `baselineSslCores`. Null until there is one. */
  readonly chipBaseline?: ChipBaseline | null;
  /** The model now, so that another one is not taken for lost chips; absent or null: not read. */
  readonly model?: string | null;
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

/** What findings call a drive: `disk/4`; one printed without a slot goes by its device id. */
export function driveComponent({ slot, deviceId }: { slot: number | null; deviceId?: number | null }): string {
  if (slot !== null) return `disk/${slot}`;
  return (deviceId ?? null) === null ? 'disk/unnamed' : `disk/device-${deviceId}`;
}

/** What findings call a logical drive: `logical/VD1`. */
export function logicalDriveComponent(drive: RaidLogicalDrive): string {
  return `logical/${logicalDriveName(drive)}`;
}

/** What people call a logical drive: its name, its id, or the slots of its members. */
export function logicalDriveName({ name, id, drives }: RaidLogicalDrive): string {
  return name ?? id ?? (drives.join('-') || 'unnamed');
}

/** What findings call a storage repository: `repository/3-4`. */
export function repositoryComponent({ bayNumber, name }: StorageRepository): string {
  return `repository/${bayNumber ?? componentName(name ?? '')}`;
}

/** Turns a printed name into the last part of a component: `Power Consumption` is `power-consumption`. */
export function componentName(printed: string): string {
  const name = printed.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return name.replaceAll(/^-|-$/g, '') || 'unnamed';
}

/** Returns one health row as one line: `SSL Cores: 15 of 16, ERROR`. */
export function healthLine({ name, currentValue, expectedValue, statusText }: SystemHealthRow): string {
  const value = [currentValue, expectedValue].filter((part) => part !== null && part !== '').join(' of ');
  return `${name ?? 'unnamed'}: ${[value, statusText ?? ''].filter((part) => part !== '').join(', ')}`;
}

/** True when a row's value is a number below the expected one, whatever its status says. */
export function isBelowExpected({ currentValue, expectedValue }: SystemHealthRow): boolean {
  const [current, expected] = [currentValue, expectedValue].map((text) => Number.parseFloat(text ?? ''));
  return current !== undefined && expected !== undefined && current < expected;
}

function isUnreadable(listing: readonly unknown[] | Unreadable): listing is Unreadable {
  return !Array.isArray(listing);
}
