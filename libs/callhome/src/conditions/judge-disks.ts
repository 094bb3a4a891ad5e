import { svm } from '../../../netscaler-cli/src/index.js';
import type { RaidLogicalDrive, RaidPhysicalDrive } from '../../../netscaler-cli/src/index.js';
import { driveVerdict, logicalVerdict } from './drive-states.js';
import type { DriveVerdict, LogicalVerdict } from './drive-states.js';
import { WHOLE_APPLIANCE } from './finding.js';
import type { Finding } from './finding.js';
import { driveComponent, hasFailed, logicalDriveComponent, logicalDriveName, rowsOf } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';
import { instancesOn, partOfLogicalDrive } from './instances-on.js';
import { judgeStorage } from './judge-storage.js';

const DRIVES = svm.show.raidPhysicalDrive;
const LOGICAL = svm.show.raidLogicalDrive;

/**
 * Judges a host's disks.
 *
 * The drive to replace is the finding: a degraded or failed logical drive has one of its own (`logical/VD1`) only when
 * no member explains it. One failed drive of a mirror is `major` and hits no instance yet; a failed
 * logical drive makes it `critical`. Repositories and the SVM's disk rows speak only where no drive does.
 */
export function judgeDisks(hardware: HostHardware): readonly Finding[] {
  const logical = rowsOf(hardware.logicalDrives);
  const drives = [...rowsOf(hardware.physicalDrives), ...missingMembers(hardware)];
  const judged = drives.map((drive) => ({
    drive,
    finding: toDriveFinding(
      drive,
      logical.find((each) => hasMember(each, drive)),
      hardware,
    ),
  }));
  const ofLogical = logical.flatMap((each) => {
    const members = judged.filter(({ drive }) => hasMember(each, drive)).map(({ finding }) => finding);
    return toLogicalFinding(each, members, hardware);
  });
  const ofRaid = [...judged.map(({ finding }) => finding), ...ofLogical];
  return [...ofRaid, ...judgeStorage(hardware, ofRaid), ...unread(hardware)];
}

type Drive = Pick<RaidPhysicalDrive, 'slot' | 'firmwareState' | 'foreignState' | 'logicalDrive' | 'deviceId'>;

/** Losing this part takes more than instances with it. */
const SYSTEM_LOST = '; the SVM and the hypervisor lie on it';

/** Slots that a logical drive counts as members and that the drive listing lacks: a pulled or dead drive. */
function missingMembers({ physicalDrives, logicalDrives }: HostHardware): readonly Drive[] {
  const rows = rowsOf(physicalDrives);
  // A drive without a slot may be any of them: then none can be said to be missing.
  if (rows.length === 0 || rows.some(({ slot }) => slot === null)) return [];
  const listed = new Set(rows.map(({ slot }) => slot));
  const members = rowsOf(logicalDrives).flatMap(({ drives }) => drives);
  return [...new Set(members)]
    .filter((slot) => !listed.has(slot))
    .map((slot) => ({ slot, firmwareState: 'Missing', foreignState: null, logicalDrive: null, deviceId: null }));
}

function hasMember(logical: RaidLogicalDrive, drive: Drive): boolean {
  if (logical.drives.length > 0 && drive.slot !== null) return logical.drives.includes(drive.slot);
  const number = logical.virtualDrive === null ? null : String(logical.virtualDrive);
  return drive.logicalDrive !== null && [logical.name, logical.id, number].includes(drive.logicalDrive);
}

const DRIVE_TITLES = {
  ok: 'works',
  mending: 'is being rebuilt or is foreign',
  failed: 'failed',
  unknown: 'is in an unknown state',
} as const satisfies Record<DriveVerdict, string>;

function toDriveFinding(drive: Drive, logical: RaidLogicalDrive | undefined, hardware: HostHardware): Finding {
  const verdict = driveVerdict(drive.firmwareState, drive.foreignState);
  const isLost = logical !== undefined && logicalVerdict(logical.state) === 'failed';
  const slot = drive.slot ?? 'unknown';
  const foreign = /^foreign/i.test(drive.foreignState ?? '') ? ', foreign' : '';
  const finding = {
    code: 'hard-disk-error',
    component: driveComponent(drive),
    title: `Drive in slot ${slot} ${DRIVE_TITLES[verdict]}`,
    evidence: { command: DRIVES, line: `slot ${slot}: ${drive.firmwareState ?? 'no state'}${foreign}` },
    affects: [],
  } as const;
  if (verdict === 'ok' || verdict === 'unknown') return { ...finding, state: verdict, severity: 'none' };
  if (verdict === 'mending') return { ...finding, state: 'active', severity: 'warning' };
  if (!isLost) return { ...finding, state: 'active', severity: 'major' };
  const part = partOfLogicalDrive(logical);
  const title = part.carriesSystem ? `${finding.title}${SYSTEM_LOST}` : finding.title;
  return { ...finding, state: 'active', severity: 'critical', title, affects: instancesOn(part, hardware) };
}

/** A failed or missing member speaks for its mirror; one that is being rebuilt does so unless the mirror is lost. */
function isExplained(verdict: LogicalVerdict, members: readonly Finding[]): boolean {
  if (verdict === 'failed') return members.some(({ severity }) => severity === 'critical');
  return verdict !== 'ok' && members.some(({ state }) => state === 'active');
}

function toLogicalFinding(
  logical: RaidLogicalDrive,
  members: readonly Finding[],
  hardware: HostHardware,
): readonly Finding[] {
  const verdict = logicalVerdict(logical.state);
  if (isExplained(verdict, members)) return [];
  const name = logicalDriveName(logical);
  const finding = {
    code: 'hard-disk-error',
    component: logicalDriveComponent(logical),
    title: `Logical drive ${name} is ${verdict === 'ok' ? 'whole' : (logical.state ?? 'in an unknown state')}`,
    evidence: { command: LOGICAL, line: `${name}: ${logical.state ?? 'no state'}` },
    affects: [],
  } as const;
  if (verdict === 'ok' || verdict === 'unknown') return [{ ...finding, state: verdict, severity: 'none' }];
  if (verdict === 'degraded') return [{ ...finding, state: 'active', severity: 'major' }];
  const part = partOfLogicalDrive(logical);
  const title = part.carriesSystem ? `${finding.title}${SYSTEM_LOST}` : finding.title;
  return [{ ...finding, state: 'active', severity: 'critical', title, affects: instancesOn(part, hardware) }];
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
