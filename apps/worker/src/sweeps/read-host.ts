import { bootReading, judgeHost, type HostHardware } from '../../../../libs/callhome/src/index.js';
import {
  parseRaidLogicalDrives,
  parseRaidPhysicalDrives,
  parseShowAppliance,
  parseShowNs,
  parseShowSystemstatus,
  parseStorageRepositories,
  parseSystemHealth,
  svm,
  type ListedInstance,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { ReadFacts } from '../../../../libs/persistence/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import { componentsOf } from './components-of.js';
import { orNull, readCommand } from './read-command.js';

export interface HostReading {
  facts: ReadFacts;
  /** Null: the list could not be read, so nothing is known to be gone. */
  instances: ListedInstance[] | null;
}

/** Reads an SDX host through its SVM: what it is, its instances, and the hardware that only the host can see. */
export async function readHost(session: SshSession, baselineSslCores: number | null): Promise<HostReading> {
  const status = await readCommand(session, svm.show.systemstatus, parseShowSystemstatus);
  const appliance = await readCommand(session, svm.show.appliance, parseShowAppliance);
  const readAtMs = Date.now();
  const listed = await readCommand(session, svm.show.ns, parseShowNs);
  const hardware: HostHardware = {
    physicalDrives: await readCommand(session, svm.show.raidPhysicalDrive, parseRaidPhysicalDrives),
    logicalDrives: await readCommand(session, svm.show.raidLogicalDrive, parseRaidLogicalDrives),
    hardware: await readCommand(session, svm.show.systemhealthHardware, parseSystemHealth),
    software: await readCommand(session, svm.show.systemhealthSoftware, parseSystemHealth),
    storageRepositories: await readCommand(session, svm.show.systemhealthStorageRepository, parseStorageRepositories),
    powerSupplies: await readCommand(session, svm.show.systemhealthpowersupply, parseSystemHealth),
    totalSslCores: orNull(appliance)?.totalSslCores ?? null,
    baselineSslCores,
    instances: listed,
  };
  const uptime = orNull(appliance)?.uptime ?? null;
  const findings = [...judgeHost(hardware)];
  return {
    instances: orNull(listed),
    facts: {
      model: orNull(status)?.platform ?? null,
      serial: orNull(status)?.serial ?? null,
      release: orNull(status)?.build?.split('-')[0] ?? null,
      build: orNull(status)?.build ?? null,
      mode: 'standalone',
      // The hypervisor's uptime: the SVM may be restarted on its own, and then no hardware has started anew.
      boot: uptime && bootReading({ readAtMs, uptimeMs: uptime.ms, resolutionMs: uptime.resolutionMs }),
      callHome: null,
      registration: 'unknown',
      totalSslCores: hardware.totalSslCores,
      unrecognised: {},
      components: componentsOf(hardware, findings),
      findings,
    },
  };
}
