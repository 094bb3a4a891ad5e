import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../testing/src/index.js';
import { TranscriptError } from '../errors.js';
import * as front from '../index.js';

/** Every resource of the SVM: its folder and the parser of its answers. */
const RESOURCES = {
  'raid-logical-drive': front.parseRaidLogicalDrives,
  'raid-physical-drive': front.parseRaidPhysicalDrives,
  'show-appliance': front.parseShowAppliance,
  'show-capacity': front.parseShowCapacity,
  'show-hostname': front.parseShowHostname,
  'show-license': front.parseShowLicense,
  'show-manageddevice': front.parseShowManageddevice,
  'show-networkconfig': front.parseShowNetworkconfig,
  'show-ns': front.parseShowNs,
  'show-systemstatus': front.parseShowSystemstatus,
  'show-timezone': front.parseShowTimezone,
  'show-vmdevice': front.parseShowVmdevice,
  'storage-repository': front.parseStorageRepositories,
  systemhealth: front.parseSystemHealth,
  'systemhealth-disk': front.parseSystemhealthdisk,
  techsupport: front.parseSvmTechsupport,
} as const satisfies Record<string, (output: string) => unknown>;
type Resource = keyof typeof RESOURCES;

const NAMES = Object.keys(RESOURCES) as Resource[];
const answersOf = (resource: Resource) => transcripts(new URL(`./${resource}/transcripts/`, import.meta.url));
/** An empty list, or an object about which nothing was said. */
const saysNothing = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).every(saysNothing));

// What a model can do is printed with the labels of the hypervisor that runs on it.
// Instances are virtual machines, and both are managed devices, as the hypervisor is: nothing false is read.
const AKIN: Readonly<Partial<Record<Resource, readonly Resource[]>>> = {
  'show-appliance': ['show-license'],
  'show-manageddevice': ['show-ns', 'show-vmdevice', 'show-appliance'],
  'show-ns': ['show-vmdevice'],
  'show-vmdevice': ['show-ns', 'show-manageddevice'],
};

describe('an answer to another command', () => {
  it.each(NAMES.flatMap((asked) => NAMES.filter((other) => other !== asked).map((other) => [asked, other] as const)))(
    'of %s is not read from %s',
    (asked, other) => {
      const passed = answersOf(other).filter(({ output }) => {
        try {
          return !saysNothing(RESOURCES[asked](output));
        } catch (error) {
          expect(error).toBeInstanceOf(TranscriptError);
          return false;
        }
      });
      expect(AKIN[asked]?.includes(other) === true ? [] : passed.map(({ name }) => name)).toEqual([]);
    },
  );
});
