import { SimulatorError } from '../simulator-error.js';
import { isRefused } from '../ssh/run-command.js';
import { handName, SOMEBODY } from '../ssh/wire-fault.js';
import { instanceView } from './fleet-view.js';
import { readWhole, type ControlCall, type Route } from './route.js';

/** Control routes for what other people do to settings, and for how a pair carries them over. */
export const SETTINGS_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/appliances/:name/cli', run: giveLine },
  { method: 'POST', path: '/appliances/:name/propagation', run: setPropagation },
];

const LONGEST_LINE = 2000;
const LONGEST_DELAY_MS = 600_000;

async function giveLine(call: ControlCall): Promise<unknown> {
  const { fleet, giveByHand } = call.context;
  const appliance = fleet.appliance(call.path['name'] ?? '');
  const { line, user = SOMEBODY } = call.body;
  if (typeof line !== 'string' || line.trim() === '' || line.length > LONGEST_LINE) {
    throw new SimulatorError('BAD_REQUEST', `"line" takes a command of up to ${LONGEST_LINE} characters.`);
  }
  const name = handName.safeParse(user);
  if (!name.success) throw new SimulatorError('BAD_REQUEST', '"user" takes a name such as "somebody".');
  const text = await giveByHand(appliance, { line, user: name.data });
  return { text, outcome: isRefused(text) ? 'refused' : 'done' };
}

function setPropagation(call: ControlCall): unknown {
  const instance = call.context.fleet.instance(call.path['name'] ?? '');
  if (instance.peer === null) {
    throw new SimulatorError('BAD_REQUEST', `${instance.name} is not one of a pair; start with --ha-pairs.`);
  }
  const delayMs = call.body['delayMs'] === null ? null : readWhole(call, 'delayMs', [0, LONGEST_DELAY_MS]);
  // Whichever of the two is primary later carries over in the same way.
  for (const node of [instance, instance.peer]) node.propagationMs = delayMs;
  call.context.fleet.changed();
  return instanceView(instance);
}
