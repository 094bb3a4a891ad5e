import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from './bundles/bundle-writer.js';
import { ControlServer } from './control/control-server.js';
import type { Appliance } from './fleet/appliance.js';
import { CommandLog } from './fleet/command-log.js';
import { FleetMemory } from './fleet/fleet-memory.js';
import { reboot } from './fleet/faults.js';
import { Fleet } from './fleet/fleet.js';
import { TrafficStats } from './fleet/traffic-stats.js';
import { handOn, openSession, type SessionFactory } from './open-session.js';
import type { SimulatorOptions } from './options.js';
import { describeReady, type ReadyLine } from './ready-line.js';
import { issueServerIdentity } from './receiver/certificate-authority.js';
import { Receiver } from './receiver/receiver.js';
import { ReportStore } from './receiver/report-store.js';
import { runEvents } from './scenario/run-events.js';
import { buildWholeFleet } from './scenario/whole-fleet.js';
import { ApplianceListener } from './ssh/appliance-listener.js';
import { HostKeys } from './ssh/host-keys.js';
import { ReadyServers } from './ssh/ready-servers.js';
import { WireFaults } from './ssh/wire-faults.js';
import { SimulatorError } from './simulator-error.js';
import type { InstanceActor } from './svm/svm-call.js';

/** A fleet that answers. */
export interface RunningSimulator {
  /** What the ready line says. */
  readonly ready: ReadyLine;
  /** The password of the account, given or made. */
  readonly password: string;
  /** Closes every connection, keeps the state where there is a state directory, and lets the process end. */
  close(): Promise<void>;
}

/** Changes are written together, this long after the first. */
const SAVE_DELAY_MS = 500;

/** Addresses opened at one time; more makes nothing faster. */
const OPENED_TOGETHER = 256;

/**
 * Starts the fleet, the receiver and the control interface, and resolves when all of them listen.
 *
 * @throws {SimulatorError} BAD_OPTION - when the scenario file is none
 * @throws {SimulatorError} ADDRESS_BUSY - when an address or port cannot be had; nothing is left open
 * @throws {SimulatorError} STATE_UNREADABLE - when the state directory holds what this program did not write
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const now = (): number => Date.now();
  const built = await buildWholeFleet(options, now());
  const directory = await openDirectory(options.stateDir);
  const isTemporary = options.stateDir === null;
  const password = options.password ?? randomBytes(12).toString('base64url');
  const fleet = new Fleet(built.hosts, built.standalone);
  const memory = new FleetMemory(join(directory, 'fleet.json'), fleet);
  const hostKeys = new HostKeys(isTemporary ? null : join(directory, 'host-keys.json'));
  const log = new CommandLog();
  const stats = new TrafficStats();
  const faults = new WireFaults();
  const servers = new ReadyServers();
  const store = new ReportStore(join(directory, 'reports'));
  // Bundles do not outlive the process: no appliance lists those of an earlier run.
  await rm(join(directory, 'bundles'), { recursive: true, force: true });
  const bundles = new BundleWriter(join(directory, 'bundles'), options.bundleDelayMs, (appliance) => {
    stats.of(appliance).techsupportRuns += 1;
  });
  if (!isTemporary) await Promise.all([memory.restore(), hostKeys.restore()]);
  // From the first moment on, so that a sudden end does not change the keys.
  await hostKeys.save();
  await store.restore();

  const act: InstanceActor = (instance, action) => {
    instance.halted = action === 'stop';
    instance.down = action === 'stop';
    if (action !== 'stop') reboot(instance, now());
    // The order returns long before the instance is up again.
    instance.startingUntil = now() + options.bundleDelayMs;
    listenerOf(instance).dropConnections();
    void (instance.down ? listenerOf(instance).close() : listenerOf(instance).open());
    fleet.changed();
  };
  const { username, style } = options;
  const factory: SessionFactory = { username, style, bundles, now, changed: () => fleet.changed(), act };
  const giveByHand = handOn(factory, log);
  for (const [appliance, list] of built.faults) for (const fault of list) faults.add(appliance, fault);
  const shared = {
    username,
    password,
    hostKeys,
    servers,
    log,
    stats,
    faults,
    bundles,
    openSession: openSession.bind(null, factory),
    giveByHand,
  };
  const listeners = new Map<Appliance, ApplianceListener>();
  for (const appliance of fleet.appliances()) listeners.set(appliance, new ApplianceListener(appliance, shared));
  const listenerOf = (appliance: Appliance): ApplianceListener => {
    const listener = listeners.get(appliance);
    if (listener === undefined) throw new SimulatorError('NOT_FOUND', `${appliance.name} has no listener.`);
    return listener;
  };

  const identity = await issueServerIdentity(isTemporary ? null : directory);
  const receiver = new Receiver(identity, store);
  const control = new ControlServer({ fleet, log, stats, faults, receiver, store, listenerOf, giveByHand, now });
  const save = async (): Promise<void> => {
    if (!isTemporary) await Promise.all([memory.save(), hostKeys.save()]);
  };
  const autosave = isTemporary ? null : saveSoonAfterChanges(fleet, save);

  const closeAll = async (): Promise<void> => {
    autosave?.stop();
    await Promise.all([control.close(), receiver.close(), ...Array.from(listeners.values(), (each) => each.close())]);
    if (isTemporary) await rm(directory, { recursive: true, force: true });
  };
  try {
    await openInTurn([...listeners.values()]);
    const receiverPort = await receiver.listen(options.receiverPort);
    const controlPort = await control.listen(options.controlPort);
    const ready = describeReady({ options, password, fleet, identity, controlPort, receiverPort });
    const events = runEvents(built.events, ready.control);
    const close = (): Promise<void> => {
      events.stop();
      return save().finally(closeAll);
    };
    return { ready, password, close };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openDirectory(stateDir: string | null): Promise<string> {
  if (stateDir === null) return mkdtemp(join(tmpdir(), 'sdx-simulator-'));
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new SimulatorError('STATE_UNREADABLE', `The state directory ${stateDir} cannot be made; choose another.`, {
      cause,
    });
  }
  return stateDir;
}

async function openInTurn(listeners: readonly ApplianceListener[]): Promise<void> {
  for (let from = 0; from < listeners.length; from += OPENED_TOGETHER) {
    const opened = await Promise.allSettled(listeners.slice(from, from + OPENED_TOGETHER).map((each) => each.open()));
    const refusal = opened.find((result) => result.status === 'rejected');
    if (refusal !== undefined) throw refusal.reason;
  }
}

/** A sudden end of the process loses at most the changes of the last moment. */
function saveSoonAfterChanges(fleet: Fleet, save: () => Promise<void>): { stop: () => void } {
  let timer: NodeJS.Timeout | null = null;
  fleet.onChange(() => {
    timer ??= setTimeout(() => {
      timer = null;
      save().catch((error: unknown) => process.stderr.write(`state was not saved: ${String(error)}\n`));
    }, SAVE_DELAY_MS).unref();
  });
  return {
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
