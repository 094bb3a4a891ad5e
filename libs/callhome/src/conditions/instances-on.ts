import type { RaidLogicalDrive, StorageRepository } from '../../../netscaler-cli/src/index.js';
import { instanceKey, logicalDriveName, repositoryComponent, rowsOf } from './host-hardware.js';
import type { HostHardware, HostInstance } from './host-hardware.js';

/** A part of a host's storage: the bays of its disks, and whether the SVM and the hypervisor lie on it. */
export interface StoragePart {
  readonly bays: ReadonlySet<number>;
  readonly carriesSystem: boolean;
}

/** One storage repository, and what lies on it. */
export interface StoragePlacement {
  readonly component: string;
  readonly name: string | null;
  /** As printed: `3-4`. */
  readonly bays: string | null;
  /** The logical drive under it; null on models without RAID, or when its members are not printed. */
  readonly logicalDrive: string | null;
  readonly carriesSystem: boolean;
  /** Keys of the instances on it, as far as their allocation is known. */
  readonly instances: readonly string[];
  /** False: some instance does not say where its disk lies, so `instances` may lack it. */
  readonly isAllocationKnown: boolean;
}

/** Says for every storage repository which logical drive it lies on and which instances lie on it. */
export function placeStorage(hardware: HostHardware): readonly StoragePlacement[] {
  const listed = rowsOf(hardware.instances);
  const repositories = rowsOf(hardware.storageRepositories);
  const isAllocationKnown = listed.every((each) => baysOfInstance(each, repositories) !== null);
  return repositories.map((repository) => {
    const part = partOfRepository(repository, hardware);
    const logical = logicalDriveUnder(part.bays, hardware);
    const there = listed.filter((each) => overlap(baysOfInstance(each, repositories), part.bays));
    return {
      component: repositoryComponent(repository),
      name: repository.name,
      bays: repository.bayNumber,
      logicalDrive: logical === undefined ? null : logicalDriveName(logical),
      carriesSystem: part.carriesSystem,
      instances: there.map(instanceKey),
      isAllocationKnown,
    };
  });
}

/**
 * Returns the instances that the loss of a part can hit: those on it, and those that do not say where they lie. Every
 * instance goes with the SVM and the hypervisor, and with a part whose bays are not known.
 */
export function instancesOn(part: StoragePart, hardware: HostHardware): readonly string[] {
  const listed = rowsOf(hardware.instances);
  if (part.carriesSystem || part.bays.size === 0) return listed.map(instanceKey);
  const repositories = rowsOf(hardware.storageRepositories);
  return listed
    .filter((each) => {
      const bays = baysOfInstance(each, repositories);
      return bays === null || overlap(bays, part.bays);
    })
    .map(instanceKey);
}

/**
 * The part that a logical drive is. The first one carries the SVM and the hypervisor: number 0, slots 1 and 2 (vendor
 * SDX RAID page and support article on replacing drives).
 */
export function partOfLogicalDrive({ drives, virtualDrive, name, id }: RaidLogicalDrive): StoragePart {
  const bays = new Set(drives);
  const numbered = virtualDrive ?? lastNumber(name) ?? lastNumber(id);
  return { bays, carriesSystem: numbered === null ? bays.has(1) : numbered === 0 };
}

/** The part that a repository is: what its logical drive is, or its own bays on models without RAID. */
export function partOfRepository({ bayNumber }: StorageRepository, hardware: HostHardware): StoragePart {
  const bays = bayNumbers(bayNumber ?? '');
  const logical = logicalDriveUnder(bays, hardware);
  return { bays, carriesSystem: logical === undefined ? bays.has(1) : partOfLogicalDrive(logical).carriesSystem };
}

function logicalDriveUnder(bays: ReadonlySet<number>, { logicalDrives }: HostHardware): RaidLogicalDrive | undefined {
  return rowsOf(logicalDrives).find(({ drives }) => drives.some((slot) => bays.has(slot)));
}

/** Null: its allocation is not printed, or names neither a bay nor a repository. */
function baysOfInstance(
  { diskAllocation }: HostInstance,
  repositories: readonly StorageRepository[],
): ReadonlySet<number> | null {
  const text = diskAllocation ?? '';
  const bays = bayNumbers(text);
  if (bays.size > 0) return bays;
  const named = repositories.find(({ name }) => name !== null && text.toLowerCase().includes(name.toLowerCase()));
  const ofNamed = bayNumbers(named?.bayNumber ?? '');
  return ofNamed.size > 0 ? ofNamed : null;
}

const BAYS_MAX = 64;

/** Reads `3-4`, `3,4` and `Bay 3-4`; numbers in other words (`20 GB`) are no bays. */
function bayNumbers(text: string): ReadonlySet<number> {
  const list = /\bbays?[\s#:]*(?<list>\d[\d\s,;-]*)/i.exec(text)?.groups?.['list'] ?? /^[\d\s,;-]*$/.exec(text)?.[0];
  const bays = new Set<number>();
  for (const range of (list ?? '').matchAll(/(?<first>\d{1,2})(?:\s*-\s*(?<last>\d{1,2}))?/g)) {
    const first = Number(range.groups?.['first']);
    const last = Math.min(Number(range.groups?.['last'] ?? first), first + BAYS_MAX);
    for (let bay = first; bay <= last; bay += 1) bays.add(bay);
  }
  return bays;
}

function lastNumber(text: string | null): number | null {
  const digits = /(?<![\d.])\d{1,3}$/.exec(text ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

function overlap(some: ReadonlySet<number> | null, others: ReadonlySet<number>): boolean {
  return some !== null && [...some].some((bay) => others.has(bay));
}
