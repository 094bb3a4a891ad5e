import type {
  Appliance,
  Layer,
  LayerSettings,
  Plan,
  PlanTarget,
  Rollout,
  RolloutTarget,
} from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import type { RunningSystem } from './running-system.js';

/** A command as the simulated appliance noted it. */
export interface NotedCommand {
  seq: number;
  at: string;
  appliance: string;
  channel: 'exec' | 'shell' | 'sftp' | 'control';
  session: number;
  user: string;
  command: string;
  /** Null: it never came to be carried out. */
  outcome: 'done' | 'refused' | null;
}

/** Commands that change an appliance, or keep a change. */
const WRITE = /^(?:set|unset|enable|disable|save|add|rm) /;
/** What only shapes a login of its own changes nothing. */
const OWN_LOGIN = /^set cli /;

const PATIENCE = { timeoutMs: 60_000 };
const WORKING: readonly Rollout['state'][] = ['running', 'rolling-back'];

/** The instances, in the order of the inventory. */
export function instancesOf(appliances: readonly Appliance[]): Appliance[] {
  return appliances.filter((one) => one.kind === 'sdx-instance');
}

/** @throws {Error} there is none of that name. */
export function named(appliances: readonly Appliance[], name: string): Appliance {
  const found = appliances.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name} among ${appliances.map((one) => one.name).join(' ')}`);
  return found;
}

/** Merges settings into a layer and keeps what else it sets; `undefined` takes a key out. */
export async function setLayer(
  system: RunningSystem,
  scope: string,
  settings: { [K in keyof LayerSettings]?: LayerSettings[K] | undefined },
): Promise<Layer> {
  const now = await system.call<Layer>('GET', `/layers/${encodeURIComponent(scope)}`);
  const body = { settings: { ...now.settings, ...settings }, locks: now.locks, note: now.note };
  const path = `/layers/${encodeURIComponent(scope)}`;
  return system.call<Layer>('PUT', path, body, { 'if-match': `"${now.revision}"` });
}

/** Freezes a plan for everything under a scope, or for the appliances named. */
export function planFor(system: RunningSystem, selector: { scope?: string; applianceIds?: string[] }): Promise<Plan> {
  return system.call<Plan>('POST', '/plans', selector);
}

/** Every target of a plan. */
export function planTargetsOf(system: RunningSystem, { id }: Plan): Promise<PlanTarget[]> {
  return system.all<PlanTarget>(`/plans/${id}/targets`);
}

/** Starts a rollout of a plan; the options are those of the API. */
export function startRollout(system: RunningSystem, { id }: Plan, options: object = {}): Promise<Rollout> {
  return system.call<Rollout>('POST', '/rollouts', { planId: id, bakeSeconds: 0, ...options });
}

/** Does something with a rollout: `retry-failed`, `rollback` and so on. */
export function act(
  system: RunningSystem,
  { id }: { id: string },
  action: string,
  body: object = {},
): Promise<Rollout> {
  return system.call<Rollout>('POST', `/rollouts/${id}/actions/${action}`, body);
}

/** Waits until a rollout is no longer at work, and gives it as it then is. */
export function atRest(system: RunningSystem, { id }: { id: string }): Promise<Rollout> {
  return eventually(async () => {
    const now = await system.call<Rollout>('GET', `/rollouts/${id}`);
    if (WORKING.includes(now.state)) throw new Error(`still ${now.state}: ${JSON.stringify(now.counts)}`);
    return now;
  }, PATIENCE);
}

/** Waits until so many targets of a rollout are in a state. */
export function targetsIn(
  system: RunningSystem,
  { id }: { id: string },
  { state, count }: { state: RolloutTarget['state']; count: number },
): Promise<void> {
  return eventually(async () => {
    const now = await system.call<Rollout>('GET', `/rollouts/${id}`);
    if ((now.counts[state] ?? 0) !== count) {
      throw new Error(`not ${count} ${state}, rollout ${now.state}: ${JSON.stringify(now.counts)}`);
    }
  }, PATIENCE);
}

/** Every target of a rollout. */
export function targetsOf(system: RunningSystem, { id }: { id: string }): Promise<RolloutTarget[]> {
  return system.all<RolloutTarget>(`/rollouts/${id}/targets`);
}

/** Counts without the states that nothing is in. */
export function countsOf({ counts }: Rollout): Partial<Rollout['counts']> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** What appliances were asked for since a mark; without a name, all of them. */
export async function commandsSince(system: RunningSystem, since: number, name?: string): Promise<NotedCommand[]> {
  const one = name === undefined ? '' : `&appliance=${name}`;
  const answer = await system.simulator.control('GET', `/commands?since=${since}${one}`);
  return (answer as { commands: NotedCommand[] }).commands;
}

/** A mark in the log of commands, for what comes after it. */
export async function mark(system: RunningSystem): Promise<number> {
  return (await commandsSince(system, 0)).at(-1)?.seq ?? 0;
}

/** The commands that we gave and that change an appliance. */
export function ourWrites(commands: readonly NotedCommand[]): NotedCommand[] {
  return commands.filter((one) => one.channel !== 'control' && WRITE.test(one.command) && !OWN_LOGIN.test(one.command));
}

/** Gives a line on an appliance as another administrator would. */
export async function byHand(system: RunningSystem, name: string, line: string): Promise<void> {
  const answer = await system.simulator.control('POST', `/appliances/${name}/cli`, { line });
  const { outcome, text } = answer as { outcome: string; text: string };
  if (outcome !== 'done') throw new Error(`${name} refused ${line}: ${text}`);
}

/** Sets trouble of an appliance. */
export async function trouble(system: RunningSystem, name: string, fault: object): Promise<void> {
  await system.simulator.control('POST', `/appliances/${name}/faults`, fault);
}

/** Call Home of an instance as the simulated appliance has it. */
export async function onDevice(system: RunningSystem, name: string): Promise<Record<string, unknown>> {
  const { hosts } = (await system.simulator.control('GET', '/fleet')) as {
    hosts: { instances: { name: string; callhome: Record<string, unknown>; unsaved: boolean }[] }[];
  };
  const found = hosts.flatMap((host) => host.instances).find((instance) => instance.name === name);
  if (!found) throw new Error(`no instance ${name}`);
  return { ...found.callhome, unsaved: found.unsaved };
}
