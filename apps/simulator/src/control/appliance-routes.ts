import { isWatched } from '../adc/show-callhome.js';
import type { Appliance, CallhomeEvent, SimulatedInstance } from '../fleet/appliance.js';
import { failChips, failOver, reboot, recordEvent, upgrade, warmRestart } from '../fleet/faults.js';
import { SimulatorError } from '../simulator-error.js';
import { hostView, instanceView } from './fleet-view.js';
import { readWhole, readWord, type ControlCall, type Route } from './route.js';

/** Names an event may be given by: the short one, and the one conditions go by elsewhere. */
const EVENT_NAMES: Readonly<Record<string, CallhomeEvent>> = {
  'compact-flash': 'compact-flash',
  'compact-flash-error': 'compact-flash',
  'hard-disk': 'hard-disk',
  'hard-disk-error': 'hard-disk',
  'power-supply': 'power-supply',
  'power-supply-failure': 'power-supply',
  'ssl-card': 'ssl-card',
  'ssl-card-failure': 'ssl-card',
  'warm-restart': 'warm-restart',
  'rate-limit': 'rate-limit',
  'rate-limit-drop': 'rate-limit',
  memory: 'memory',
  'memory-anomaly': 'memory',
};

const REGISTRATIONS = [
  'SUCCESSFUL',
  'FAILED',
  'INVALID HOSTNAME',
  'NO DNSSERVER',
  'HOSTNAME RESOLUTION FAILED',
] as const;

/** Routes that break, mend and restart parts of the fleet. Each answers with the appliance as it then is. */
export const APPLIANCE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/hosts/:name/disks/:slot', run: setDisk },
  { method: 'POST', path: '/hosts/:name/chips', run: setChips },
  { method: 'POST', path: '/hosts/:name/psu/:number', run: setPowerSupply },
  { method: 'POST', path: '/appliances/:name/reboot', run: (call) => restart(call, reboot) },
  { method: 'POST', path: '/appliances/:name/warm-restart', run: restartWarm },
  { method: 'POST', path: '/appliances/:name/upgrade', run: changeBuild },
  { method: 'POST', path: '/appliances/:name/failover', run: swapRoles },
  { method: 'POST', path: '/appliances/:name/down', run: setDown },
  { method: 'POST', path: '/appliances/:name/callhome-event', run: addEvent },
  { method: 'POST', path: '/appliances/:name/registration', run: setRegistration },
  { method: 'POST', path: '/appliances/:name/latency', run: setLatency },
  { method: 'POST', path: '/appliances/:name/bundle', run: setBundleSize },
  { method: 'POST', path: '/appliances/:name/host-key/rotate', run: rotateHostKey },
];

function named(call: ControlCall): Appliance {
  return call.context.fleet.appliance(call.path['name'] ?? '');
}

function namedInstance(call: ControlCall): SimulatedInstance {
  return call.context.fleet.instance(call.path['name'] ?? '');
}

function changed(call: ControlCall, appliance: Appliance): Record<string, unknown> {
  call.context.fleet.changed();
  return appliance.kind === 'host' ? hostView(appliance) : instanceView(appliance);
}

/** An appliance with the instances that go up and down with it. */
function withInstances(appliance: Appliance): Appliance[] {
  return appliance.kind === 'host' ? [appliance, ...appliance.instances] : [appliance];
}

function setDisk(call: ControlCall): unknown {
  const host = call.context.fleet.host(call.path['name'] ?? '');
  const drive = host.drives.find(({ slot }) => String(slot) === call.path['slot']);
  if (drive === undefined) {
    const slots = host.drives.length === 0 ? 'none, its model has no RAID' : `1 to ${host.drives.length}`;
    throw new SimulatorError('NOT_FOUND', `${host.name} has no such drive slot; its slots are ${slots}.`);
  }
  drive.state = readWord(call, 'state', ['ok', 'failed']);
  return changed(call, host);
}

function setChips(call: ControlCall): unknown {
  const host = call.context.fleet.host(call.path['name'] ?? '');
  failChips(host, readWhole(call, 'failed', [0, host.model.chips]), call.context.now());
  return changed(call, host);
}

function setPowerSupply(call: ControlCall): unknown {
  const host = call.context.fleet.host(call.path['name'] ?? '');
  const number = Number(call.path['number']);
  if (host.powerSupplies[number - 1] === undefined) {
    const count = host.powerSupplies.length;
    throw new SimulatorError('NOT_FOUND', `${host.name} has no such power supply; they count from 1 to ${count}.`);
  }
  host.powerSupplies[number - 1] = readWord(call, 'state', ['ok', 'failed']);
  return changed(call, host);
}

function restart(call: ControlCall, how: (appliance: Appliance, now: number) => void): unknown {
  const appliance = named(call);
  how(appliance, call.context.now());
  for (const each of withInstances(appliance)) call.context.listenerOf(each).dropConnections();
  return changed(call, appliance);
}

function restartWarm(call: ControlCall): unknown {
  const instance = namedInstance(call);
  return restart(call, (_appliance, now) => warmRestart(instance, now));
}

function changeBuild(call: ControlCall): unknown {
  const { version, keepsDisable } = call.body;
  if (typeof version !== 'string' || !/^\d{1,2}\.\d-\d{1,3}\.\d{1,3}$/.test(version)) {
    throw new SimulatorError('BAD_REQUEST', '"version" takes a build such as "14.1-21.57".');
  }
  if (keepsDisable !== undefined && typeof keepsDisable !== 'boolean') {
    throw new SimulatorError('BAD_REQUEST', '"keepsDisable" takes true or false.');
  }
  return restart(call, (appliance, now) => upgrade(appliance, { build: version, keepsDisable }, now));
}

function swapRoles(call: ControlCall): unknown {
  const instance = namedInstance(call);
  if (!failOver(instance)) {
    throw new SimulatorError('BAD_REQUEST', `${instance.name} is not one of a pair; start with --ha-pairs.`);
  }
  return changed(call, instance);
}

async function setDown(call: ControlCall): Promise<unknown> {
  const appliance = named(call);
  const { down, halted } = call.body;
  if (typeof down !== 'boolean') throw new SimulatorError('BAD_REQUEST', '"down" takes true or false.');
  if (halted !== undefined && (typeof halted !== 'boolean' || appliance.kind === 'host')) {
    throw new SimulatorError('BAD_REQUEST', '"halted" takes true or false, for an instance.');
  }
  appliance.down = down;
  if (appliance.kind === 'instance') appliance.halted = down && halted === true;
  const listener = call.context.listenerOf(appliance);
  await (down ? listener.close() : listener.open());
  return changed(call, appliance);
}

function addEvent(call: ControlCall): unknown {
  const instance = namedInstance(call);
  const event = EVENT_NAMES[String(call.body['event'])];
  if (event === undefined) {
    throw new SimulatorError('BAD_REQUEST', `"event" takes ${[...new Set(Object.values(EVENT_NAMES))].join(', ')}.`);
  }
  if (!isWatched(instance, event)) {
    throw new SimulatorError('BAD_REQUEST', `${instance.name} has no part that could report ${event}.`);
  }
  const at = call.body['at'];
  const instant = at === undefined ? call.context.now() : typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(instant))
    throw new SimulatorError('BAD_REQUEST', '"at" takes a time such as "2026-01-31T08:00:00Z".');
  recordEvent(instance, event, instant);
  return changed(call, instance);
}

function setRegistration(call: ControlCall): unknown {
  const instance = namedInstance(call);
  instance.registration = readWord(call, 'status', REGISTRATIONS);
  return changed(call, instance);
}

function setLatency(call: ControlCall): unknown {
  const appliance = named(call);
  appliance.latencyMs = readWhole(call, 'ms', [0, 600_000]);
  return changed(call, appliance);
}

function setBundleSize(call: ControlCall): unknown {
  const appliance = named(call);
  appliance.bundleBytes = readWhole(call, 'bytes', [0, 8_000_000_000]);
  return changed(call, appliance);
}

function rotateHostKey(call: ControlCall): unknown {
  const appliance = named(call);
  call.context.listenerOf(appliance).rotateHostKey();
  return changed(call, appliance);
}
