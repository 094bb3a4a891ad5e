import type {
  HostCrypto,
  RaidLogicalDrive,
  RaidPhysicalDrive,
  StorageRepository,
  SystemHealthRow,
} from '../../../netscaler-cli/src/index.js';
import type { Unreadable } from './finding.js';
import type { HostHardware, HostInstance } from './host-hardware.js';

/** Listings as a parser gives them, for specs: a host with two mirrors, chips, two supplies and two instances. */
export const ONLINE = 'Online, Spun Up';
export const LACKING: Unreadable = { unreadable: 'not-supported', reason: 'Invalid command' };
export const FAILED: Unreadable = { unreadable: 'failed', reason: 'timed out' };

export function drive(slot: number | null, firmwareState: string | null): RaidPhysicalDrive {
  const none = { foreignState: null, mediaType: null, size: null, mediaErrors: null, otherErrors: null };
  const parts = { enclosure: null, deviceId: null, inquiry: null, wwn: null, logicalDrive: null, isUsed: null };
  return { slot, firmwareState, ...none, ...parts, extra: {} };
}

export function logical(virtualDrive: number, state: string, drives: number[]): RaidLogicalDrive {
  return { id: `ld-${virtualDrive}`, name: `VD${virtualDrive}`, state, drives, virtualDrive, size: null, extra: {} };
}

export function row(name: string | null, status: SystemHealthRow['status']): SystemHealthRow {
  return { name, currentValue: null, expectedValue: null, unit: null, status, statusText: status, extra: {} };
}

export function repository(bayNumber: string, status: StorageRepository['status']): StorageRepository {
  const name = `Storage ${bayNumber}`;
  return { name, bayNumber, status, statusText: status, sizeBytes: null, utilizedBytes: null, extra: {} };
}

export function instance(name: string, given: Partial<HostInstance> = {}): HostInstance {
  const running = { vmState: 'Running', instanceState: 'Up', sslCores: 4, sslCoresUp: 4 };
  return { name, uuid: `uuid-${name}`, ...running, diskAllocation: 'Bay 3-4', ...given };
}

export function crypto(given: Partial<HostCrypto>): HostCrypto {
  return { unit: null, total: null, free: null, scuTotal: null, scuFree: null, devices: null, ...given };
}

export function host(given: Partial<HostHardware> = {}): HostHardware {
  return {
    physicalDrives: [1, 2, 3, 4].map((slot) => drive(slot, ONLINE)),
    logicalDrives: [logical(0, 'Optimal', [1, 2]), logical(1, 'Optimal', [3, 4])],
    storageRepositories: [repository('1-2', 'ok'), repository('3-4', 'ok')],
    hardware: [row('CPU', 'ok'), row('SSL Cores', 'ok')],
    software: [row('XenServer API', 'ok'), row('Health Monitor Plugin', 'ok')],
    powerSupplies: [row('PS1 Status', 'ok'), row('PS2 Status', 'ok')],
    totalSslCores: 16,
    baselineSslCores: 16,
    instances: [instance('a'), instance('b')],
    ...given,
  };
}
