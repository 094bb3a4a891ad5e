import { bootReading, judgeHost, nextChipBaseline, type Unreadable } from '../../../../libs/callhome/src/index.js';
import {
  notSupportedHere,
  whatToRead,
  type Chips,
  type FactsRead,
  type Hypervisor,
  type KnownFacts,
} from '../../../../libs/fleet/src/index.js';
import {
  parseRaidLogicalDrives,
  parseRaidPhysicalDrives,
  parseShowAppliance,
  parseShowNetworkconfig,
  parseShowNs,
  parseShowSystemstatus,
  parseShowTimezone,
  parseStorageRepositories,
  parseSystemHealth,
  svm,
  type ListedInstance,
  type ParsedShowAppliance,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { ReadFacts } from '../../../../libs/persistence/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import { AnswerReader } from './answer-reader.js';
import { componentsOf, listedKinds } from './components-of.js';
import type { HostListings } from './host-listings.js';
import { orNull } from './read-command.js';
import { chipsOf } from './read-instance.js';

/** What is known of a host before it is read, and why it is read. */
export interface HostBefore {
  build: string | null;
  facts: KnownFacts;
  baselineSslCores: number | null;
  /** A person asked for this reading: then also what rarely changes is read. */
  isAsked: boolean;
}

export interface HostReading {
  facts: ReadFacts;
  /** With the SSL hardware assigned to each. Null: the list could not be read, so nothing is known to be gone. */
  instances: (ListedInstance & { chips: Chips | null })[] | null;
}

/** Reads an SDX host through its SVM: what it is, its instances, and the hardware that only the host can see. */
export async function readHost(session: Pick<SshSession, 'run'>, before: HostBefore): Promise<HostReading> {
  const reader = new AnswerReader(session);
  const status = orNull(await reader.read(svm.show.systemstatus, parseShowSystemstatus));
  const build = status?.build ?? null;
  const skipped = notSupportedHere(before, { nowMs: Date.now(), isAsked: before.isAsked, build });
  reader.skip(skipped);
  const appliance = orNull(await reader.read(svm.show.appliance, parseShowAppliance));
  const readAtMs = Date.now();
  const listed = await reader.read(svm.show.ns, parseShowNs);
  const model = status?.platform ?? null;
  const hardware = await readHardware(reader, { appliance, listed, model, before });
  const { lacksRights } = reader; // of what every reading asks: the rest would make it come and go
  const uptime = appliance?.uptime ?? null;
  const findings = [...judgeHost(hardware)];
  return {
    instances: orNull(listed)?.map((instance) => ({ ...instance, chips: chipsOf(instance) })) ?? null,
    facts: {
      model,
      serial: status?.serial ?? null,
      hostId: status?.hostId ?? null,
      release: build?.split('-')[0] ?? null,
      build,
      mode: 'standalone',
      // The hypervisor's uptime: the SVM may be restarted on its own, and then no hardware has started anew.
      boot: uptime && bootReading({ readAtMs, uptimeMs: uptime.ms, resolutionMs: uptime.resolutionMs }),
      callHome: null,
      registration: null,
      // Crypto units are no chips: their most is kept in the baseline, in the unit of their own.
      totalSslCores: appliance?.crypto.unit === 'acu' ? null : hardware.totalSslCores,
      details: {
        ...(await readDetails(reader, { before, build, appliance })),
        chips: hostChips(appliance),
        chipBaseline: appliance && nextChipBaseline(hardware.chipBaseline ?? null, { model, crypto: appliance.crypto }),
        ...(skipped.size === 0 && { unsupported: reader.unsupported }),
      },
      unrecognised: reader.unrecognised,
      lacksRights,
      answers: reader.answers,
      components: componentsOf(hardware, findings),
      listedKinds: listedKinds(hardware),
      findings,
    },
  };
}

interface HostSoFar {
  appliance: ParsedShowAppliance | null;
  listed: ListedInstance[] | Unreadable;
  model: string | null;
  before: HostBefore;
}

async function readHardware(
  reader: AnswerReader,
  { appliance, listed, model, before }: HostSoFar,
): Promise<HostListings> {
  const health = (command: string) => reader.read(command, parseSystemHealth);
  return {
    physicalDrives: await reader.read(svm.show.raidPhysicalDrive, parseRaidPhysicalDrives),
    logicalDrives: await reader.read(svm.show.raidLogicalDrive, parseRaidLogicalDrives),
    hardware: await health(svm.show.systemhealthHardware),
    software: await health(svm.show.systemhealthSoftware),
    storageRepositories: await reader.read(svm.show.systemhealthStorageRepository, parseStorageRepositories),
    powerSupplies: await health(svm.show.systemhealthpowersupply),
    fans: await health(svm.show.systemhealthfanspeed),
    temperatures: await health(svm.show.systemhealthtemperature),
    totalSslCores: appliance?.totalSslCores ?? null,
    baselineSslCores: before.baselineSslCores,
    ...(appliance && { crypto: appliance.crypto }),
    chipBaseline: before.facts.chipBaseline?.value ?? null,
    model,
    instances: listed,
  };
}

interface DetailsSoFar {
  before: HostBefore;
  build: string | null;
  appliance: ParsedShowAppliance | null;
}

/** What rarely changes of a host, as far as it is due: the hypervisor's address and the SVM's time zone. */
async function readDetails(reader: AnswerReader, { before, build, appliance }: DetailsSoFar): Promise<FactsRead> {
  const known = before.facts.hypervisor?.value ?? null;
  // A host's restart changes neither, and it is in no pair: its node word confirms nothing.
  const seen = { nowMs: Date.now(), isAsked: before.isAsked, build, hasRestarted: null, nodeWord: null };
  const { isFull } = whatToRead(before, seen);
  const network = isFull ? orNull(await reader.read(svm.show.networkconfig, parseShowNetworkconfig)) : null;
  const zone = isFull ? orNull(await reader.read(svm.show.timezone, parseShowTimezone)) : null;
  const hypervisor: Hypervisor = {
    version: appliance?.version ?? known?.version ?? null,
    address: network?.hypervisorAddress ?? appliance?.address ?? known?.address ?? null,
  };
  return {
    hypervisor: hypervisor.version === null && hypervisor.address === null ? null : hypervisor,
    platform: appliance?.platform ?? null,
    ...(isFull && { timeZone: zone?.timeZone ?? null, fullRead: true }),
  };
}

function hostChips(appliance: ParsedShowAppliance | null): Chips | null {
  const { unit = null, total = null, free = null } = appliance?.crypto ?? {};
  if (unit === null) return null;
  return { unit, total, free, assigned: total === null || free === null ? null : Math.max(0, total - free), up: null };
}
