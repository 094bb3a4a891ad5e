import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '../../libs/persistence/src/index.js';
import type { Appliance, Condition, Delivery, Operation } from '../../libs/contract/src/index.js';
import {
  createTestDatabase,
  eventually,
  launchProcess,
  launchSimulator,
  templateDatabase,
  testRedis,
  type LaunchedProcess,
  type SimulatorHandle,
} from '../../libs/testing/src/index.js';

export interface SystemOptions {
  hosts?: number;
  instances?: number;
  workers?: number;
  /** A scenario file of the simulator, instead of hosts and instances. */
  scenario?: string;
  /** Further options of the simulator, as its `--help` lists them. */
  simulatorArgs?: readonly string[];
  /** Added to the environment of controller and workers. */
  env?: Record<string, string>;
}

/** Calls the API; an answer of status 400 or above is an error with that status and what it said. */
export type ApiCall = <T>(
  method: string,
  apiPath: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<T>;

/** A simulated fleet, a controller and workers as processes of their own, and a signed-in client of the API. */
export interface RunningSystem {
  simulator: SimulatorHandle;
  url: string;
  adminPassword: string;
  redis: { url: string; prefix: string };
  databaseUrl: string;
  workers: LaunchedProcess[];
  startWorker(): Promise<LaunchedProcess>;
  /** Kills the controller as a crash does and starts another one on its port; `meanwhile` runs while there is none. */
  replaceController(meanwhile?: () => Promise<void>): Promise<void>;
  call: ApiCall;
  /** Signs another person in, and gives the calls that person makes. */
  signIn(username: string, password: string): Promise<ApiCall>;
  all<T>(apiPath: string): Promise<T[]>;
  stop(): Promise<void>;
}

/** Short waits, so that what a lost worker held is taken over within seconds. */
const QUICK = {
  DELIVERY_LEASE_SECONDS: '5',
  WORKER_LEASE_SECONDS: '10',
  REDISPATCH_SECONDS: '5',
  RELAY_INTERVAL_MS: '200',
};

/** Starts a whole system for one spec file. Stop it in the end, also after a failure. */
export async function startSystem(options: SystemOptions = {}): Promise<RunningSystem> {
  const { hosts = 1, instances = 2, workers: count = 1, simulatorArgs = [] } = options;
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sdx-e2e-'));
  const template = await templateDatabase(async (url) => void (await migrateDatabase(url)));
  const [database, simulator] = await Promise.all([
    createTestDatabase(template),
    launchSimulator({ hosts, instances, scenario: options.scenario, args: simulatorArgs }),
  ]);
  const redis = testRedis();
  const adminPassword = randomBytes(12).toString('hex');
  const env = {
    ...QUICK,
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    ADMIN_PASSWORD: adminPassword,
    ...options.env,
  };
  const programs: LaunchedProcess[] = [];
  const workers: LaunchedProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all([...workers, ...programs].map((one) => one.stop()));
    await simulator.stop();
    await Promise.all([database.drop(), redis.drop()]);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const startWorker = async (): Promise<LaunchedProcess> => {
    const worker = await launchProcess({ entry: 'dist/apps/worker/src/main.js', env });
    workers.push(worker);
    return worker;
  };
  const entry = 'dist/apps/controller/src/main.js';
  let controller: LaunchedProcess;
  let url: string;
  let call: ApiCall;
  try {
    controller = await launchProcess({ entry, env });
    programs.push(controller);
    for (let index = 0; index < count; index += 1) await startWorker();
    url = String(controller.ready['url']);
    call = await signedIn(url, 'admin', adminPassword);
  } catch (error) {
    await stop(); // what was started would keep the test run from ending
    throw error;
  }
  const all = async <T>(apiPath: string): Promise<T[]> => {
    const answer = await call<{ items: T[] }>('GET', `${apiPath}${apiPath.includes('?') ? '&' : '?'}limit=500`);
    return answer.items;
  };
  const replaceController = async (meanwhile?: () => Promise<void>): Promise<void> => {
    await controller.kill();
    await meanwhile?.();
    controller = await launchProcess({ entry, env: { ...env, PORT: new URL(url).port } });
    programs.push(controller);
  };
  const databaseUrl = database.url;
  return {
    ...{ simulator, url, adminPassword, redis, databaseUrl, workers },
    ...{ startWorker, replaceController, call, all, stop },
    signIn: (username, password) => signedIn(url, username, password),
  };
}

async function signedIn(url: string, username: string, password: string): Promise<ApiCall> {
  const answer = await fetch(new URL('/api/v1/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return async <T>(method: string, apiPath: string, body?: unknown, headers: Record<string, string> = {}) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const reply = await fetch(new URL(`/api/v1${apiPath}`, url), {
      method,
      headers: { cookie, ...json, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${apiPath}: ${reply.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
}

/** Adds the simulated hosts and what stands alone, their receiver as the fleet's destination, and waits until everything has been read. */
export async function enrolFleet(system: RunningSystem): Promise<Appliance[]> {
  const { simulator, call, all } = system;
  const { ready, password } = simulator;
  const credential = await call<{ id: string }>('POST', '/credentials', {
    name: 'fleet',
    username: ready.username,
    password,
  });
  const destination = await call<{ id: string }>('POST', '/destinations', {
    name: 'receiver',
    kind: 'https',
    url: ready.receiver.url,
    caPem: ready.receiver.caPem,
  });
  const settings = { emailAddress: 'noc@fleet.example', heartbeatIntervalDays: 14, destination: destination.id };
  await call('PUT', '/layers/fleet', { settings }, { 'if-match': '"0"' });
  let expected = 0;
  for (const host of ready.hosts ?? []) {
    expected += 1 + host.instances.length;
    await call('POST', '/appliances', {
      kind: 'sdx-host',
      name: host.name,
      address: host.address,
      port: host.port,
      instancePort: host.instances[0]?.port ?? host.port,
      credentialId: credential.id,
      hostKeyPolicy: 'trust-first',
    });
  }
  for (const { name, address, port } of ready.standalone ?? []) {
    expected += 1;
    const kind = name.startsWith('mpx') ? 'mpx' : 'vpx';
    const login = { credentialId: credential.id, hostKeyPolicy: 'trust-first' };
    await call('POST', '/appliances', { kind, name, address, port, ...login });
  }
  return eventually(
    async () => {
      const appliances = await all<Appliance>('/appliances');
      const read = appliances.filter((one) => one.lastSeenAt !== null);
      if (read.length < expected) throw new Error(`${read.length} of ${expected} read`);
      return read;
    },
    { timeoutMs: 60_000 },
  );
}

/** Asks for a fresh look at an appliance and waits until it has been taken. */
export async function checkNow(system: RunningSystem, applianceId: string): Promise<void> {
  const { id } = await system.call<Operation>('POST', `/appliances/${applianceId}/actions/check`);
  await eventually(
    async () => {
      const operation = await system.call<Operation>('GET', `/operations/${id}`);
      if (operation.state !== 'done') throw new Error(`operation ${operation.state}: ${operation.problem ?? ''}`);
    },
    { timeoutMs: 60_000 },
  );
}

/** Waits until the system has this many deliveries of bundles in this state. */
export function deliveriesIn(system: RunningSystem, state: Delivery['state'], count: number): Promise<Delivery[]> {
  return eventually(
    async () => {
      const rows = await system.all<Delivery>('/deliveries');
      const found = rows.filter((row) => row.state === state && !isReport(row));
      if (found.length !== count) {
        throw new Error(
          `${found.length} ${state}, not ${count}: ${rows.map((row) => `${row.state} ${row.reason ?? ''}`).join(', ')}`,
        );
      }
      return found;
    },
    { timeoutMs: 60_000 },
  );
}

/** Conditions that are active now. */
export function activeConditions(system: RunningSystem): Promise<Condition[]> {
  return system.all<Condition>('/conditions?state=active');
}

export interface ReceivedReport {
  id: string;
  sha256: string;
  bytes: number;
  contentType: string;
  accepts: number;
}

/** The bundles that the receiver has; registrations and heartbeats are no bundles. */
export async function receivedBundles(system: RunningSystem): Promise<ReceivedReport[]> {
  return (await received(system)).filter((report) => report.contentType === 'application/gzip');
}

/** What the receiver has. */
export async function received(system: RunningSystem): Promise<ReceivedReport[]> {
  const answer = (await system.simulator.control('GET', '/receiver/reports')) as { reports: ReceivedReport[] };
  return answer.reports;
}

/** Every appliance is registered by itself when it is first read: reports of that kind come when they come. */
function isReport({ type }: Delivery): boolean {
  return type === 'registration' || type === 'heartbeat';
}
