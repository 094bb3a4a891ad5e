import { randomInt } from 'node:crypto';
import type { SimulatorOptions } from '../options.js';
import { startSimulator, type RunningSimulator } from '../simulator.js';

/** A simulator for one spec, with the address of its first host and of that host's first instance. */
export interface SpecSimulator extends RunningSimulator {
  readonly port: number;
  readonly hostAddress: string;
  readonly instanceAddress: string;
  /** Asks the control interface; gives status and body. */
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** Starts a small fleet on addresses and a port of its own, without waits. */
export async function startForSpec(overrides: Partial<SimulatorOptions> = {}): Promise<SpecSimulator> {
  const network = `127.${randomInt(130, 250)}`;
  const options: SimulatorOptions = {
    hosts: 1,
    instances: 4,
    network,
    port: randomInt(20_000, 30_000),
    stateDir: null,
    controlPort: 0,
    receiverPort: 0,
    username: 'nsroot',
    password: 'spec-password',
    latencyMs: 0,
    style: 'label',
    bundleDelayMs: 0,
    builds: null,
    haPairs: 0,
    ...overrides,
  };
  const simulator = await startSimulator(options);
  return {
    ...simulator,
    port: options.port,
    hostAddress: `${options.network}.1.1`,
    instanceAddress: `${options.network}.1.11`,
    async control(method, path, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const response = await fetch(`${simulator.ready.control}${path}`, init);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}
