import type { Drive, SimulatedHost } from '../fleet/appliance.js';
import { stableHex } from '../fleet/build-fleet.js';
import { fields, type Field } from './render-records.js';
import { seenParts } from './seen-parts.js';
import { powerSupplyRecords } from './sensor-records.js';

interface LogicalDrive {
  readonly number: number;
  readonly members: readonly Drive[];
  readonly state: 'Optimal' | 'Degraded' | 'Offline';
}

/** Neighbouring slots mirror each other: 1 with 2, 3 with 4, and so on. */
function logicalDrives(host: SimulatedHost): LogicalDrive[] {
  const { drives } = seenParts(host);
  const count = Math.ceil(drives.length / 2);
  return Array.from({ length: count }, (_, number) => {
    const members = drives.slice(number * 2, number * 2 + 2);
    const failed = members.filter((drive) => drive.state === 'failed').length;
    const state = failed === 0 ? 'Optimal' : failed < members.length ? 'Degraded' : 'Offline';
    return { number, members, state };
  });
}

/** `show raidPhysicalDrive`, for the drives given */
export function physicalDriveRecords(host: SimulatedHost, drives: readonly Drive[]): Field[][] {
  const { softwareRaid } = host.traits;
  return drives.map((drive) => {
    const failed = drive.state === 'failed';
    const wwn = stableHex(`${host.name}:${drive.slot}`).slice(0, 8);
    return fields(
      ['Slot', 'slot', drive.slot],
      ['Enclosure', 'enclosure', softwareRaid ? null : 252],
      ['Device Id', 'deviceid', drive.slot + 7],
      ['Size', 'size', `${drive.sizeGb.toFixed(3)} GB`],
      ['Firmware state', 'firmwarestate', failed ? 'Failed' : softwareRaid ? 'Online' : 'Online, Spun Up'],
      ['Foreign State', 'foreignstate', 'None'],
      ['Media Type', 'mediatype', 'Solid State Device'],
      ['Inquiry Data', 'inquiry', `PHDV${wwn.toUpperCase()} INTEL SSDSC2BB${Math.round(drive.sizeGb)}G7 N2010101`],
      ['WWN', 'wwn', `55cd2e40${wwn}`],
      ['Media Error Count', 'mec', softwareRaid ? null : failed ? 117 : 0],
      ['Other Error Count', 'oec', softwareRaid ? null : failed ? 4 : 0],
      ['Logical Drive', 'ld_number', Math.floor((drive.slot - 1) / 2)],
      ['Is Used', 'is_used', 'true'],
    );
  });
}

/** `show raidLogicalDrive`; with `id` only that one, an empty list when there is none */
export function logicalDriveRecords(host: SimulatedHost, id: string | undefined): Field[][] {
  return logicalDrives(host)
    .filter((drive) => id === undefined || id === `ld-${drive.number}`)
    .map((drive) =>
      fields(
        ['Id', 'id', `ld-${drive.number}`],
        ['Name', 'name', `VD${drive.number}`],
        ['Virtual Drive', 'virtualdrive', drive.number],
        ['Target Id', 'targetid', drive.number],
        ['State', 'state', drive.state],
        ['Size', 'size', `${(drive.members[0]?.sizeGb ?? 0).toFixed(3)} GB`],
        ['Drives', 'drives', drive.members.map((member) => member.slot).join(',')],
      ),
    );
}

interface Resource {
  readonly name: string;
  readonly current: string | number;
  readonly expected: string | number;
  readonly unit?: string;
}

function resourceRecords(resources: readonly Resource[]): Field[][] {
  return resources.map(({ name, current, expected, unit }) =>
    fields(
      ['Name', 'name', name],
      ['Current Value', 'current_value', current],
      ['Expected Value', 'expected_value', expected],
      ['Unit', 'unit', unit ?? null],
      ['Status', 'status', current === expected ? 'OK' : 'ERROR'],
    ),
  );
}

function cryptoName(host: SimulatedHost): string {
  return host.traits.cryptoUnit === 'chips' ? 'SSL Cores' : 'Crypto Devices';
}

/** `show systemhealthHardware` */
export function hardwareRecords(host: SimulatedHost): Field[][] {
  const { drives, chipsFailed } = seenParts(host);
  const fitted = Math.max(1, drives.length);
  const failed = drives.filter((drive) => drive.state === 'failed').length;
  const { chips, memoryGb } = host.model;
  return resourceRecords([
    { name: 'CPU', current: 2, expected: 2 },
    { name: 'Memory', current: memoryGb, expected: memoryGb, unit: 'GB' },
    { name: 'Disk', current: fitted - failed, expected: fitted },
    { name: cryptoName(host), current: chips - chipsFailed, expected: chips },
  ]);
}

/** `show systemhealthSoftware`: while the hypervisor does not answer, every other value is an old one */
export function softwareRecords(host: SimulatedHost): Field[][] {
  const current = host.frozen === null ? 'OK' : 'Failed';
  return resourceRecords([
    { name: 'BMC Firmware Version', current: '3.39', expected: '3.39' },
    { name: 'XenServer API', current, expected: 'OK' },
    { name: 'XenServer SSH', current, expected: 'OK' },
    { name: 'Health Monitor Plugin', current: 'OK', expected: 'OK' },
  ]);
}

interface Repository {
  readonly name: string;
  readonly bay: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly healthy: boolean;
}

function repositories(host: SimulatedHost): Repository[] {
  const drives = logicalDrives(host);
  const healthy = (number: number): boolean => drives[number]?.state !== 'Offline';
  if (drives.length === 0) {
    return [{ name: 'Local storage', bay: '1', sizeBytes: 240_057_409_536, usedBytes: 91_268_055_040, healthy: true }];
  }
  return [
    { name: 'Local storage', bay: '1-2', sizeBytes: 240_057_409_536, usedBytes: 91_268_055_040, healthy: healthy(0) },
    { name: 'VPX storage', bay: '3-4', sizeBytes: 479_559_942_144, usedBytes: 127_775_277_056, healthy: healthy(1) },
  ];
}

/** `show systemhealthStorageRepository`: real hosts say GOOD where the documents say OK */
export function repositoryRecords(host: SimulatedHost): Field[][] {
  return repositories(host).map((repository) =>
    fields(
      ['Name', 'name', repository.name],
      ['Bay Number', 'bay_number', repository.bay],
      ['Size', 'size', repository.sizeBytes],
      ['Utilized', 'utilized', repository.usedBytes],
      ['Status', 'status', repository.healthy ? 'GOOD' : 'ERROR'],
    ),
  );
}

/** `show systemhealthdisk`: throughput and usage, never health */
export function diskRecords(host: SimulatedHost): Field[][] {
  return repositories(host).map((repository) =>
    fields(
      ['Name', 'name', repository.name],
      ['Bay Number', 'bay_number', repository.bay],
      ['Size', 'size', repository.sizeBytes],
      ['Utilized', 'utilized', repository.usedBytes],
      ['Transaction Rate', 'transaction_rate', '11.40'],
      ['Block Read Rate', 'block_read_rate', '36.10'],
      ['Block Write Rate', 'block_write_rate', '210.75'],
    ),
  );
}

/** `show systemhealth`: one row for each area */
export function summaryRecords(host: SimulatedHost): Field[][] {
  const areas: readonly (readonly [string, readonly (readonly Field[])[]])[] = [
    ['Hardware', hardwareRecords(host)],
    ['Software', softwareRecords(host)],
    ['Storage Repository', repositoryRecords(host)],
    ['Health Monitoring', powerSupplyRecords(host)],
  ];
  return areas.map(([name, records]) => {
    const broken = records.flat().some(({ attribute, value }) => attribute === 'status' && value === 'ERROR');
    return fields(['Name', 'name', name], ['Status', 'status', broken ? 'ERROR' : 'OK']);
  });
}
