import type { Appliance } from '../fleet/appliance.js';
import { SimulatorError } from '../simulator-error.js';
import { parseWireFault, WIRE_FAULT_KINDS } from '../ssh/wire-fault.js';
import type { ControlCall, Route } from './route.js';

/** Routes that set, show and end trouble on the wire, of one appliance or of many at once. */
export const FAULT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/appliances/:name/faults', run: (call) => view(call, named(call)) },
  { method: 'POST', path: '/appliances/:name/faults', run: addFault },
  { method: 'DELETE', path: '/appliances/:name/faults', run: (call) => clearFaults(call, [named(call)]) },
  { method: 'DELETE', path: '/appliances/:name/faults/:kind', run: (call) => clearFaults(call, [named(call)]) },
  { method: 'POST', path: '/faults', run: addToMany },
  { method: 'DELETE', path: '/faults', run: clearAll },
];

function named({ context, path }: ControlCall): Appliance {
  return context.fleet.appliance(path['name'] ?? '');
}

function view({ context }: ControlCall, appliance: Appliance): unknown {
  const faults = context.faults
    .list(appliance)
    .map(({ fault, remaining, happened }) => ({ ...fault, remaining, happened }));
  return { name: appliance.name, faults };
}

async function addFault(call: ControlCall): Promise<unknown> {
  const appliance = named(call);
  call.context.faults.add(appliance, parseWireFault(call.body));
  await call.context.listenerOf(appliance).refresh();
  return view(call, appliance);
}

async function clearFaults(call: ControlCall, appliances: readonly Appliance[]): Promise<unknown> {
  const given = call.path['kind'];
  const kind = WIRE_FAULT_KINDS.find((word) => word === given) ?? null;
  if (given !== undefined && kind === null) {
    throw new SimulatorError('BAD_REQUEST', `A fault is one of ${WIRE_FAULT_KINDS.join(', ')}.`);
  }
  let cleared = 0;
  for (const appliance of appliances) {
    cleared += call.context.faults.clear(appliance, kind);
    await call.context.listenerOf(appliance).refresh();
  }
  return { cleared };
}

/** Sets one fault on the named appliances, or on all. */
async function addToMany(call: ControlCall): Promise<unknown> {
  const { fleet, faults, listenerOf } = call.context;
  const { appliances: names, fault: given } = call.body;
  if (names !== undefined && !isListOfNames(names)) {
    throw new SimulatorError('BAD_REQUEST', '"appliances" takes a list of names; without it, all are meant.');
  }
  const appliances = names === undefined ? [...fleet.appliances()] : names.map((name) => fleet.appliance(name));
  const fault = parseWireFault(given);
  for (const appliance of appliances) {
    faults.add(appliance, fault);
    await listenerOf(appliance).refresh();
  }
  return { appliances: appliances.length };
}

function isListOfNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function clearAll(call: ControlCall): Promise<unknown> {
  return clearFaults(
    call,
    [...call.context.fleet.appliances()].filter((appliance) => call.context.faults.list(appliance).length > 0),
  );
}
