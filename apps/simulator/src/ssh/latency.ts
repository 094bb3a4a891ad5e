import { setTimeout as sleep } from 'node:timers/promises';
import type { Appliance } from '../fleet/appliance.js';
import { concerns } from './wire-fault.js';
import type { WireFaults } from './wire-faults.js';

/**
 * Waits as long as the appliance takes to answer; the wait never holds the process up.
 *
 * @param command what is answered; `null` for a login
 */
export async function waitLatency(appliance: Appliance, faults: WireFaults, command: string | null): Promise<void> {
  const fault = faults.take(appliance, 'latency', (each) => concerns(each, command));
  const ms = appliance.latencyMs + (fault === null ? 0 : fault.ms + Math.random() * fault.jitterMs);
  if (ms > 0) await sleep(ms, undefined, { ref: false });
}
