import { refusedArgument } from '../quote.js';

// Resources and spelling: vendor SDX 12.0 command reference. It has no word for a destructive action on purpose: no
// power action, no drive removal, no re-install can be built here.
const SCOPES = ['ManagementService', 'XenServer', 'ManagementServiceAndXen'] as const;
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/;
const TECHSUPPORT_FOLDER = '/var/mps/tech_support';

/** What a host's archive covers: the SVM, the hypervisor, or both. */
export type SvmTechsupportScope = (typeof SCOPES)[number];

/** The exact lines for an SVM: reading, and making, naming and removing tech support archives. */
export const svm = {
  show: {
    ns: 'show ns',
    vmdevice: 'show vmdevice',
    manageddevice: 'show manageddevice',
    appliance: 'show appliance',
    hostname: 'show hostname',
    systemstatus: 'show systemstatus',
    networkconfig: 'show networkconfig',
    timezone: 'show timezone',
    license: 'show license',
    platform_specs: 'show platform_specs',
    capacity: 'show capacity',
    raidPhysicalDrive: 'show raidPhysicalDrive',
    raidLogicalDrive: 'show raidLogicalDrive',
    systemhealth: 'show systemhealth',
    systemhealthHardware: 'show systemhealthHardware',
    systemhealthSoftware: 'show systemhealthSoftware',
    systemhealthStorageRepository: 'show systemhealthStorageRepository',
    systemhealthdisk: 'show systemhealthdisk',
    systemhealthpowersupply: 'show systemhealthpowersupply',
    systemhealthfanspeed: 'show systemhealthfanspeed',
    systemhealthtemperature: 'show systemhealthtemperature',
    systemhealthvoltage: 'show systemhealthvoltage',
    techsupport: 'show techsupport',
  },
  /**
   * Starts an archive. `Done` means accepted: the file appears in `show techsupport` when it is complete.
   * @throws {TranscriptError} ARGUMENT_REFUSED - the scope is not one of the three.
   */
  startTechsupport(scope: SvmTechsupportScope): string {
    if (!SCOPES.includes(scope)) throw refusedArgument('scope', `is none of ${SCOPES.join(', ')}`);
    return `do techsupport ${scope}`;
  },
  /**
   * Removes one archive from the SVM.
   * @throws {TranscriptError} ARGUMENT_REFUSED - the name is more than a plain file name.
   */
  deleteTechsupport(fileName: string): string {
    return `delete techsupport file_name=${plainFileName(fileName)}`;
  },
  /**
   * Returns where an archive lies on the SVM, for SFTP. The folder is recalled vendor knowledge, not captured.
   * @throws {TranscriptError} ARGUMENT_REFUSED - the name is more than a plain file name.
   */
  techsupportPath(fileName: string): string {
    return `${TECHSUPPORT_FOLDER}/${plainFileName(fileName)}`;
  },
} as const;

function plainFileName(fileName: string): string {
  if (!FILE_NAME.test(fileName)) throw refusedArgument('file_name', 'is not a plain file name');
  return fileName;
}
