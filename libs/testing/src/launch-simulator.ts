import { randomInt, randomBytes } from 'node:crypto';
import net from 'node:net';
import { launchProcess, type LaunchedProcess } from './launch-process.js';
import { TestingError } from './testing-error.js';

export interface SimulatorOptions {
  /** Default 1. */
  readonly hosts?: number;
  /** Instances on each host, default 2. */
  readonly instances?: number;
  /** A scenario file that describes the whole fleet; `hosts` and `instances` say nothing then. */
  readonly scenario?: string | undefined;
  /** Where host keys, certificates and the fleet's state survive a restart; without it nothing does. */
  readonly stateDir?: string;
  /** First two octets of every address, such as `127.77`; a free one is found without it. */
  readonly network?: string;
  /** Further options, as `npm run simulator -- --help` lists them. */
  readonly args?: readonly string[];
}

export interface SimulatedAppliance {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The line the simulator prints when it listens. `hosts` is left out for a fleet of more than fifty. */
export interface SimulatorReady {
  readonly control: string;
  readonly receiver: { readonly url: string; readonly caFile: string | null; readonly caPem: string };
  readonly hosts?: readonly (SimulatedAppliance & { readonly instances: readonly SimulatedAppliance[] })[];
  /** MPX and VPX that stand alone; left out where there are none. */
  readonly standalone?: readonly SimulatedAppliance[];
  readonly username: string;
}

export interface SimulatorHandle {
  readonly ready: SimulatorReady;
  readonly network: string;
  /** The password of every simulated appliance. */
  readonly password: string;
  /**
   * Calls the control interface and gives the JSON it answers.
   * @throws {Error} it answered with a status of 400 or above; the message has what it said.
   */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  readonly process: LaunchedProcess;
  /** Stops it and gives its exit code. */
  stop(): Promise<number | null>;
}

const PORT = 2222;
const ATTEMPTS = 5;

/**
 * Starts a simulated fleet on a network of loopback that nobody else uses.
 * @throws {TestingError} BUILD_MISSING, PROCESS_ENDED or NEVER_READY - as `launchProcess` does.
 */
export async function launchSimulator(options: SimulatorOptions = {}): Promise<SimulatorHandle> {
  for (let attempt = 1; ; attempt += 1) {
    const network = options.network ?? (await freeNetwork());
    try {
      return await launchOn(network, options);
    } catch (error) {
      // Another spec may take the network between the look and the start.
      const taken = error instanceof TestingError && error.code === 'PROCESS_ENDED' && options.network === undefined;
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function launchOn(network: string, options: SimulatorOptions): Promise<SimulatorHandle> {
  const { hosts = 1, instances = 2, scenario, stateDir, args = [] } = options;
  const fleet =
    scenario === undefined ? ['--hosts', String(hosts), '--instances', String(instances)] : ['--scenario', scenario];
  const password = randomBytes(12).toString('hex');
  const launched = await launchProcess({
    entry: 'dist/apps/simulator/src/main.js',
    args: [
      ...[...fleet, '--network', network, '--port', String(PORT)],
      ...(stateDir === undefined ? [] : ['--state-dir', stateDir]),
      ...args,
    ],
    env: { SIMULATOR_PASSWORD: password },
  });
  const ready = launched.ready as unknown as SimulatorReady;
  const control: SimulatorHandle['control'] = async (method, path, body) => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(new URL(path, ready.control), { method, ...(body !== undefined && json) });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${said}`);
    return said === '' ? null : (JSON.parse(said) as unknown);
  };
  return { ready, network, password, control, process: launched, stop: () => launched.stop() };
}

async function freeNetwork(): Promise<string> {
  for (;;) {
    const network = `127.${randomInt(32, 255)}`;
    if (await isFree(`${network}.1.1`)) return network;
  }
}

function isFree(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(PORT, address, () => probe.close(() => resolve(true)));
  });
}
