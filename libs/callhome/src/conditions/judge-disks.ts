import { svm } from '../../../netscaler-cli/src/index.js';
import type { RaidLogicalDrive, RaidPhysicalDrive } from '../../../netscaler-cli/src/index.js';
import { driveVerdict, logicalVerdict } from './drive-states.js';
import type { DriveVerdict } from './drive-states.js';
import { WHOLE_APPLIANCE } from './finding.js';
import type { Finding } from './finding.js';
import { hasFailed, rowsOf } from './host-hardware.js';
import type { HostHardware, HostInstance } from './host-hardware.js';
import { instancesOn } from './instances-on.js';
import { judgeStorage } from './judge-storage.js';

const DRIVES = svm.show.raidPhysicalDrive;
const LOGICAL = svm.show.raidLogicalDrive;

/**
 * Judges a host's disks.
 *
 * The drive to replace is the finding: a degraded or failed logical drive has one of its own (`logical/VD1`) only when
 * no failed or missing member explains it. One failed drive of a mirror is `major` and hits no instance yet; a failed
 * logical drive makes it `critical`. Repositories and the SVM's disk rows speak only where no drive does.
 */
export function judgeDisks(hardware: HostHardware): readonly Finding[] {
  const logical = rowsOf(hardware.logicalDrives);
  const instances = rowsOf(hardware.instances);
  const drives = [...rowsOf(hardware.physicalDrives), ...missingMembers(hardware)];
  const judged = drives.map((drive) =>
    toDriveFinding(
      drive,
      logical.find((each) => hasMember(each, drive)),
      instances,
    ),
  );
  const explained = new Set(judged.filter(({ state }) => state === 'active').map(({ component }) => component));
  const ofLogical = logical.flatMap((each) => {
    const isExplained = drives.some((drive) => hasMember(each, drive) && explained.has(componentOf(drive)));
    return toLogicalFinding(each, isExplained, instances);
  });
  const ofRaid = [...judged, ...ofLogical];
  return [...ofRaid, ...judgeStorage(hardware, ofRaid), ...unread(hardware)];
}

type Drive = Pick<RaidPhysicalDrive, 'slot' | 'firmwareState' | 'foreignState' | 'logicalDrive'>;

/** Slots that a logical drive counts as members and that the drive listing lacks: a pulled or dead drive. */
function missingMembers({ physicalDrives, logicalDrives }: HostHardware): readonly Drive[] {
  const listed = new Set(rowsOf(physicalDrives).map(({ slot }) => slot));
  if (listed.size === 0) return [];
  const members = rowsOf(logicalDrives).flatMap(({ drives }) => drives);
  return [...new Set(members)]
    .filter((slot) => !listed.has(slot))
    .map((slot) => ({ slot, firmwareState: 'Missing', foreignState: null, logicalDrive: null }));
}

function hasMember(logical: RaidLogicalDrive, drive: Drive): boolean {
  if (logical.drives.length > 0) return logical.drives.includes(drive.slot);
  return drive.logicalDrive !== null && [logical.name, logical.id].includes(drive.logicalDrive);
}

function componentOf({ slot }: Drive): string {
  return `disk/${slot}`;
}

const DRIVE_TITLES = {
  ok: 'works',
  mending: 'is being rebuilt or is foreign',
  failed: 'failed',
  unknown: 'is in an unknown state',
} as const satisfies Record<DriveVerdict, string>;

function toDriveFinding(
  drive: Drive,
  logical: RaidLogicalDrive | undefined,
  instances: readonly HostInstance[],
): Finding {
  const verdict = driveVerdict(drive.firmwareState, drive.foreignState);
  const isLost = logical !== undefined && logicalVerdict(logical.state) === 'failed';
  const foreign = /^foreign/i.test(drive.foreignState ?? '') ? ', foreign' : '';
  const finding = {
    code: 'hard-disk-error',
    component: componentOf(drive),
    title: `Drive in slot ${drive.slot} ${DRIVE_TITLES[verdict]}`,
    evidence: { command: DRIVES, line: `slot ${drive.slot}: ${drive.firmwareState ?? 'no state'}${foreign}` },
    affects: [],
  } as const;
  if (verdict === 'ok' || verdict === 'unknown') return { ...finding, state: verdict, severity: 'none' };
  if (verdict === 'mending') return { ...finding, state: 'active', severity: 'warning' };
  if (!isLost) return { ...finding, state: 'active', severity: 'major' };
  return {
    ...finding,
    state: 'active',
    severity: 'critical',
    affects: instancesOn(logical.drives.join('-'), instances),
  };
}

function toLogicalFinding(
  logical: RaidLogicalDrive,
  isExplained: boolean,
  instances: readonly HostInstance[],
): readonly Finding[] {
  const verdict = logicalVerdict(logical.state);
  if (isExplained && verdict !== 'ok') return [];
  const name = logical.name ?? logical.id ?? logical.drives.join('-');
  const finding = {
    code: 'hard-disk-error',
    component: `logical/${name}`,
    title: `Logical drive ${name} is ${verdict === 'ok' ? 'whole' : (logical.state ?? 'in an unknown state')}`,
    evidence: { command: LOGICAL, line: `${name}: ${logical.state ?? 'no state'}` },
    affects: [],
  } as const;
  if (verdict === 'ok' || verdict === 'unknown') return [{ ...finding, state: verdict, severity: 'none' }];
  if (verdict === 'degraded') return [{ ...finding, state: 'active', severity: 'major' }];
  const affects = instancesOn(logical.drives.join('-'), instances);
  return [{ ...finding, state: 'active', severity: 'critical', affects }];
}

function unread({ physicalDrives, logicalDrives, storageRepositories }: HostHardware): readonly Finding[] {
  const listings = [
    [DRIVES, physicalDrives],
    [LOGICAL, logicalDrives],
    [svm.show.systemhealthStorageRepository, storageRepositories],
  ] as const;
  const [first] = listings.flatMap(([command, listing]) =>
    hasFailed(listing) ? [{ command, line: listing.reason }] : [],
  );
  if (first === undefined) return [];
  return [
    {
      code: 'hard-disk-error',
      component: WHOLE_APPLIANCE,
      state: 'unknown',
      severity: 'none',
      title: 'The disks could not be read completely',
      evidence: first,
      affects: [],
    },
  ];
}
