import { upgradedConfig } from '../adc/adc-config.js';
import { isOnByDefault } from '../adc/release.js';
import type { Appliance, CallhomeEvent, SimulatedHost, SimulatedInstance } from './appliance.js';
import { chipsUp } from './chip-allotment.js';

// Trouble on the wire has a vocabulary of its own; what stands here is trouble inside an appliance.
export { WIRE_FAULT_KINDS, wireFaultSchema, type WireFault } from '../ssh/wire-fault.js';

/** Notes an event of the Call Home table at `at` (epoch ms); an earlier first occurrence stays. */
export function recordEvent(instance: SimulatedInstance, event: CallhomeEvent, at: number): void {
  const seen = instance.events[event];
  instance.events[event] = { firstAt: seen?.firstAt ?? at, latestAt: at };
}

/** Takes `failed` chips of a host out of service; instances that lose one note an SSL card failure. */
export function failChips(host: SimulatedHost, failed: number, now: number): void {
  const before = new Map(host.instances.map((instance) => [instance, chipsUp(instance)]));
  host.chipsFailed = failed;
  for (const instance of host.instances) {
    if (chipsUp(instance) < (before.get(instance) ?? 0)) noteMissingChips(instance, now);
  }
}

/**
 * Starts an appliance anew at `now`: what was not saved is lost, the Call Home table is empty again.
 * A host takes its instances with it.
 */
export function reboot(appliance: Appliance, now: number): void {
  appliance.bootedAt = now;
  if (appliance.kind === 'host') {
    for (const instance of appliance.instances) reboot(instance, now);
    return;
  }
  appliance.events = {};
  restartEngine(appliance, now);
  noteMissingChips(appliance, now);
}

/** Restarts only the packet engine: boot time stays, unsaved configuration is lost, the table notes it. */
export function warmRestart(instance: SimulatedInstance, now: number): void {
  restartEngine(instance, now);
  recordEvent(instance, 'warm-restart', now);
}

/** What an upgrade brings. */
export interface Upgrade {
  readonly build: string;
  /** A disable from before survives, as the vendor says, or not, as a provider's guide warns; without it by its traits. */
  readonly keepsDisable?: boolean | undefined;
}

/**
 * Puts an appliance on another build and reboots it. Coming from a release where Call Home is off by default to one
 * where it is on turns it on, unless a person had turned it off and that is kept.
 */
export function upgrade(appliance: Appliance, { build, keepsDisable }: Upgrade, now: number): void {
  const before = appliance.build;
  appliance.build = build;
  if (appliance.kind === 'instance' && !isOnByDefault(before) && isOnByDefault(build)) {
    const { forgetsCallhomeChoice } = appliance.traits;
    appliance.saved = upgradedConfig(appliance.saved, keepsDisable ?? !forgetsCallhomeChoice);
  }
  reboot(appliance, now);
}

/** Swaps the roles of an instance and its peer; `false` when it has none. */
export function failOver(instance: SimulatedInstance): boolean {
  if (instance.peer === null) return false;
  const role = instance.role;
  instance.role = instance.peer.role;
  instance.peer.role = role;
  return true;
}

function restartEngine(instance: SimulatedInstance, now: number): void {
  instance.engineStartedAt = now;
  instance.running = instance.saved;
  instance.changedAt = instance.savedAt;
}

function noteMissingChips(instance: SimulatedInstance, now: number): void {
  const watched = instance.running.features.includes('CH') && !instance.halted;
  if (watched && chipsUp(instance) < instance.chips) recordEvent(instance, 'ssl-card', now);
}
