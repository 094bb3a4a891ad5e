import * as health from './health-records.js';
import * as hosts from './host-records.js';
import { instanceId, instanceRecords } from './instance-records.js';
import { renderRecords, type Field, type Rendering } from './render-records.js';
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
  return { text: renderRecords({ records, layout, style: context.style }) };
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
  list('manageddevice', ({ context }) => hosts.managedDeviceRecords(context.host)),
  list('systemhealthHardware', ({ context }) => health.hardwareRecords(context.host)),
  list('systemhealthSoftware', () => health.softwareRecords()),
  list('systemhealthStorageRepository', ({ context }) => health.repositoryRecords(context.host)),
  list('systemhealthdisk', ({ context }) => health.diskRecords(context.host)),
  list('systemhealthpowersupply', ({ context }) => sensors.powerSupplyRecords(context.host)),
  list('systemhealthfanspeed', () => sensors.fanRecords()),
  list('systemhealthtemperature', () => sensors.temperatureRecords()),
  list('systemhealthvoltage', () => sensors.voltageRecords()),
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
  if (id === undefined && name === undefined) return shown(call, instanceRecords(host, host.instances), 'list');
  const found = host.instances.filter(
    (instance) => (id === undefined || instanceId(instance) === id) && (name === undefined || instance.name === name),
  );
  return shown(call, instanceRecords(host, found), 'block');
}

function showDrives(call: SvmCall): SvmOutcome {
  const { drives } = call.context.host;
  const slot = call.values['slot'];
  if (slot === undefined) return shown(call, health.physicalDriveRecords(call.context.host, drives), 'list');
  const found = drives.filter((drive) => String(drive.slot) === slot);
  if (found.length === 0) return { error: 'Invalid value for slot' };
  return shown(call, health.physicalDriveRecords(call.context.host, found), 'block');
}

function showLogicalDrives(call: SvmCall): SvmOutcome {
  const { id } = call.values;
  const records = health.logicalDriveRecords(call.context.host, id);
  if (id !== undefined && records.length === 0) return { error: 'Invalid value for id' };
  return shown(call, records, id === undefined ? 'list' : 'block');
}
