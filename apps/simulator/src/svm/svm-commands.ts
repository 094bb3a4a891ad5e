import * as capacity from './capacity-records.js';
import * as health from './health-records.js';
import * as hosts from './host-records.js';
import { orderInstance } from './instance-actions.js';
import { instanceId, instanceRecords } from './instance-records.js';
import { renderRecords, type Field, type Rendering } from './render-records.js';
import { seenParts } from './seen-parts.js';
import * as sensors from './sensor-records.js';
import type { SvmCall } from './svm-call.js';
import { deleteBundle, orderBundle, showBundles } from './svm-tech-support.js';

/** Output without its closing line, or the mistake. */
export type SvmOutcome = { readonly text: string } | { readonly error: string };

interface ShowCommand {
  readonly resource: string;
  /** Keys the command takes. */
  readonly keys: readonly string[];
  readonly show: (call: SvmCall) => SvmOutcome;
}

type Records = readonly (readonly Field[])[];

function list(resource: string, records: (call: SvmCall) => Records): ShowCommand {
  return { resource, keys: [], show: (call) => shown(call, records(call), 'list') };
}

function block(resource: string, record: (call: SvmCall) => readonly Field[]): ShowCommand {
  return { resource, keys: [], show: (call) => shown(call, [record(call)], 'block') };
}

function shown({ context }: SvmCall, records: Records, layout: Rendering['layout']): SvmOutcome {
  return { text: renderRecords({ records, layout, style: context.host.traits.style ?? context.style }) };
}

/** Everything `show` knows; resource names are matched in any case. */
const SHOW_TABLE: readonly ShowCommand[] = [
  block('hostname', ({ context }) => hosts.hostnameRecord(context.host)),
  block('systemstatus', ({ context }) => hosts.systemStatusRecord(context.host, context.now())),
  block('networkconfig', ({ context }) => hosts.networkRecord(context.host)),
  block('license', ({ context }) => hosts.licenseRecord(context.host)),
  {
    resource: 'appliance',
    keys: ['id'],
    show: (call) => shown(call, [hosts.applianceRecord(call.context.host, call.context.now())], 'aligned'),
  },
  { resource: 'ns', keys: ['id', 'name'], show: showInstances },
  { resource: 'raidPhysicalDrive', keys: ['slot'], show: showDrives },
  { resource: 'raidLogicalDrive', keys: ['id'], show: showLogicalDrives },
  list('manageddevice', ({ context }) => hosts.managedDeviceRecords(context.host, context.now())),
  list('systemhealthHardware', ({ context }) => health.hardwareRecords(context.host)),
  list('systemhealthSoftware', ({ context }) => health.softwareRecords(context.host)),
  list('systemhealthStorageRepository', ({ context }) => health.repositoryRecords(context.host)),
  list('systemhealthdisk', ({ context }) => health.diskRecords(context.host)),
  list('systemhealthpowersupply', ({ context }) => sensors.powerSupplyRecords(context.host)),
  list('systemhealthfanspeed', ({ context }) => sensors.fanRecords(context.host)),
  list('systemhealthtemperature', ({ context }) => sensors.temperatureRecords(context.host)),
  list('systemhealthvoltage', ({ context }) => sensors.voltageRecords(context.host)),
  block('capacity', ({ context }) => capacity.capacityRecord(context.host)),
  block('platform_specs', ({ context }) => capacity.platformRecord(context.host)),
  block('singlebundleinfo', ({ context }) => capacity.bundleInfoRecord(context.host)),
  { resource: 'vmdevice', keys: ['id'], show: showMachines },
  list('managedDeviceSummary', ({ context }) => capacity.deviceSummaryRecords(context.host, context.now())),
  list('deviceLicenseInfo', ({ context }) => capacity.deviceLicenseRecords(context.host)),
  list('licensefile', ({ context }) => capacity.licenseFileRecords(context.host)),
  list('hostinterface', ({ context }) => capacity.interfaceRecords(context.host)),
  list('cpucoreusage', ({ context }) => capacity.coreRecords(context.host)),
  list('systemsession', () => capacity.sessionRecords()),
  list('snmpalarm', () => capacity.alarmRecords()),
  list('snmptrap', () => capacity.noRecords()),
  list('systemimage', () => capacity.noRecords()),
  list('xenhotfix', () => capacity.noRecords()),
  list('xen_applied_hotfix', () => capacity.noRecords()),
  list('systemhealth', ({ context }) => health.summaryRecords(context.host)),
  { resource: 'techsupport', keys: ['file_name'], show: (call) => ({ text: showBundles(call) }) },
];

const BUNDLE_KEYS = ['file_name', 'vpx_list_for_techsupport'];

/** Runs one command; anything not in the tables is `Invalid command`, as is a verb the grammar does not have. */
export async function runSvmCommand(call: SvmCall, names: readonly string[]): Promise<SvmOutcome> {
  const [verb, resource, action] = names.map((name) => name.toLowerCase());
  if (verb === 'show' && action === undefined) {
    const command = SHOW_TABLE.find((candidate) => candidate.resource.toLowerCase() === resource);
    if (command === undefined) return { error: 'Invalid command' };
    return unknownKey(call, command.keys) ?? command.show(call);
  }
  if (verb === 'do' && resource === 'ns' && action !== undefined) {
    return unknownKey(call, ['id']) ?? outcome(orderInstance(call, action));
  }
  if (resource !== 'techsupport') return { error: 'Invalid command' };
  const wrong = unknownKey(call, BUNDLE_KEYS);
  if (wrong !== null) return wrong;
  if (verb === 'do' && action !== undefined) return outcome(orderBundle(call, action));
  if (verb === 'delete' && action === undefined) return outcome(await deleteBundle(call));
  return { error: 'Invalid command' };
}

function outcome(mistake: string | null): SvmOutcome {
  return mistake === null ? { text: '' } : { error: mistake };
}

function unknownKey({ values }: SvmCall, keys: readonly string[]): SvmOutcome | null {
  const wrong = Object.keys(values).find((key) => !keys.includes(key));
  return wrong === undefined ? null : { error: `Invalid argument ${wrong}` };
}

function showInstances(call: SvmCall): SvmOutcome {
  const { host } = call.context;
  const { id, name } = call.values;
  const now = call.context.now();
  if (id === undefined && name === undefined) return shown(call, instanceRecords(host, host.instances, now), 'list');
  const found = host.instances.filter(
    (instance) => (id === undefined || instanceId(instance) === id) && (name === undefined || instance.name === name),
  );
  return shown(call, instanceRecords(host, found, now), 'block');
}

function showMachines(call: SvmCall): SvmOutcome {
  const { host, now } = call.context;
  const { id } = call.values;
  const found = host.instances.filter((instance) => id === undefined || instanceId(instance) === id);
  return shown(call, capacity.machineRecords(host, found, now()), id === undefined ? 'list' : 'block');
}

/** What a model without RAID says when it does not answer with an empty list. */
const NO_RAID: SvmOutcome = { error: 'Operation not supported on this platform' };

function refusesRaid({ traits, drives }: SvmCall['context']['host']): boolean {
  return traits.refusesRaid && drives.length === 0;
}

function showDrives(call: SvmCall): SvmOutcome {
  const { drives } = seenParts(call.context.host);
  if (refusesRaid(call.context.host)) return NO_RAID;
  const slot = call.values['slot'];
  if (slot === undefined) return shown(call, health.physicalDriveRecords(call.context.host, drives), 'list');
  const found = drives.filter((drive) => String(drive.slot) === slot);
  if (found.length === 0) return { error: 'Invalid value for slot' };
  return shown(call, health.physicalDriveRecords(call.context.host, found), 'block');
}

function showLogicalDrives(call: SvmCall): SvmOutcome {
  const { id } = call.values;
  if (refusesRaid(call.context.host)) return NO_RAID;
  const records = health.logicalDriveRecords(call.context.host, id);
  if (id !== undefined && records.length === 0) return { error: 'Invalid value for id' };
  return shown(call, records, id === undefined ? 'list' : 'block');
}
