import { withForeignChange } from '../adc/adc-config.js';
import type { ControlCall, Route } from '../control/route.js';
import { readWhole, readWord } from '../control/route.js';
import { hostView, instanceView } from '../control/fleet-view.js';
import type { SimulatedInstance } from '../fleet/appliance.js';
import { recordEvent } from '../fleet/faults.js';
import { SimulatorError } from '../simulator-error.js';
import { setHypervisorReachable } from '../svm/seen-parts.js';

/** Control routes for what only some appliances have: supplies and cards of an MPX, clusters, a lost hypervisor. */
export const SCENARIO_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/appliances/:name/psu/:number', run: setSupply },
  { method: 'POST', path: '/appliances/:name/cards', run: setCards },
  { method: 'POST', path: '/appliances/:name/sync', run: setSync },
  { method: 'POST', path: '/appliances/:name/memory', run: setMemory },
  { method: 'POST', path: '/appliances/:name/unsaved-change', run: leaveChange },
  { method: 'POST', path: '/appliances/:name/coordinator', run: moveCoordinator },
  { method: 'POST', path: '/hosts/:name/hypervisor', run: setHypervisor },
];

function instanceOf(call: ControlCall): SimulatedInstance {
  return call.context.fleet.instance(call.path['name'] ?? '');
}

function changed(call: ControlCall, instance: SimulatedInstance): unknown {
  call.context.fleet.changed();
  return instanceView(instance);
}

function setSupply(call: ControlCall): unknown {
  const appliance = call.context.fleet.appliance(call.path['name'] ?? '');
  const { powerSupplies, name } = appliance;
  const number = Number(call.path['number']);
  if (powerSupplies[number - 1] === undefined) {
    const count = powerSupplies.length;
    const has = count === 0 ? 'it has none' : `they count from 1 to ${count}`;
    throw new SimulatorError('NOT_FOUND', `${name} has no such power supply; ${has}.`);
  }
  const state = readWord(call, 'state', ['ok', 'failed']);
  powerSupplies[number - 1] = state;
  if (appliance.kind === 'instance') {
    if (state === 'failed') note(call, appliance, 'power-supply');
    return changed(call, appliance);
  }
  call.context.fleet.changed();
  return hostView(appliance);
}

function setCards(call: ControlCall): unknown {
  const instance = instanceOf(call);
  if (instance.host !== null) {
    throw new SimulatorError('BAD_REQUEST', `The chips of ${instance.name} are those of ${instance.host.name}.`);
  }
  const before = instance.cardsFailed;
  instance.cardsFailed = readWhole(call, 'failed', [0, instance.chips]);
  if (instance.cardsFailed > before) note(call, instance, 'ssl-card');
  return changed(call, instance);
}

/** Call Home notes a failure only while it is on. */
function note(call: ControlCall, instance: SimulatedInstance, event: 'ssl-card' | 'power-supply'): void {
  if (instance.running.features.includes('CH')) recordEvent(instance, event, call.context.now());
}

function setSync(call: ControlCall): unknown {
  const instance = instanceOf(call);
  const { state } = call.body;
  if (state !== null && (typeof state !== 'string' || !/^[ -~]{1,60}$/.test(state))) {
    throw new SimulatorError('BAD_REQUEST', '"state" takes a word such as "IN PROGRESS", or null for the usual one.');
  }
  instance.syncState = state;
  return changed(call, instance);
}

function setMemory(call: ControlCall): unknown {
  const instance = instanceOf(call);
  const { percent } = call.body;
  if (percent !== null && (typeof percent !== 'number' || !(percent >= 0 && percent <= 100))) {
    throw new SimulatorError('BAD_REQUEST', '"percent" takes a number from 0 to 100, or null for the usual value.');
  }
  instance.memoryPercent = percent;
  return changed(call, instance);
}

function leaveChange(call: ControlCall): unknown {
  const instance = instanceOf(call);
  instance.running = withForeignChange(instance.running);
  instance.changedAt = call.context.now();
  return changed(call, instance);
}

function moveCoordinator(call: ControlCall): unknown {
  const { cluster, name } = instanceOf(call);
  if (cluster === null) throw new SimulatorError('BAD_REQUEST', `${name} is not in a cluster.`);
  const node = cluster.nodes.find((candidate) => candidate.name === call.body['node']);
  if (node === undefined) {
    const names = cluster.nodes.map((candidate) => candidate.name).join(', ');
    throw new SimulatorError('BAD_REQUEST', `"node" takes one of ${names}.`);
  }
  cluster.coordinator = node;
  call.context.listenerOf(cluster.front).dropConnections();
  return changed(call, node);
}

function setHypervisor(call: ControlCall): unknown {
  const host = call.context.fleet.host(call.path['name'] ?? '');
  const { reachable } = call.body;
  if (typeof reachable !== 'boolean') throw new SimulatorError('BAD_REQUEST', '"reachable" takes true or false.');
  setHypervisorReachable(host, reachable);
  call.context.fleet.changed();
  return hostView(host);
}
