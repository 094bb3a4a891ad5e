import type { AdcTraits } from './adc-traits.js';
import type { HostModel } from './host-models.js';
import type { HostTraits } from './host-traits.js';
import type { TerminalTraits } from './terminal-traits.js';

/** State of a part that can break. */
export type PartState = 'ok' | 'failed';

/** One physical drive of a host. */
export interface Drive {
  readonly slot: number;
  readonly sizeGb: number;
  state: PartState;
}

/** A support bundle that lies on an appliance, until it is removed there. */
export interface StoredBundle {
  /** Path as the appliance shows it. */
  readonly path: string;
  /** Where the bytes really are. */
  readonly file: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly mode: string;
}

/** Call Home settings as the command line of an instance holds them. */
export interface CallhomeSettings {
  readonly emailAddress: string | null;
  /** Days between heartbeats; `null` is the default of the build. */
  readonly heartbeatDays: number | null;
  readonly proxyMode: boolean;
  readonly ipAddress: string | null;
  readonly proxyAuthService: string | null;
  /** A port number as text, or `*`. */
  readonly port: string | null;
  readonly mode: string;
}

/** The part of an instance's configuration that `save ns config` keeps. Replaced, never changed in place. */
export interface AdcConfig {
  /** Acronyms of the enabled features, in table order. */
  readonly features: readonly string[];
  /** Call Home was turned off by a person, which upgrades remember. */
  readonly callhomeRefused: boolean;
  readonly callhome: CallhomeSettings;
  readonly uploadAlarm: boolean;
  /** Names of load balancing services, which a proxy may be given by. */
  readonly services: readonly string[];
}

/** Events of the Call Home table. */
export type CallhomeEvent =
  'compact-flash' | 'hard-disk' | 'power-supply' | 'ssl-card' | 'warm-restart' | 'rate-limit' | 'memory';

/** When an event was first and last seen, in epoch milliseconds. */
export interface EventTimes {
  readonly firstAt: number;
  readonly latestAt: number;
}

interface ApplianceState {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly serial: string;
  /** Release and build, as `13.1-53.17`. */
  build: string;
  /** Start of the operating system, epoch milliseconds. */
  bootedAt: number;
  /** Refuses connections. */
  down: boolean;
  latencyMs: number;
  /** Size that the next bundles are filled up to; `null` leaves them as they come out. */
  bundleBytes: number | null;
  readonly bundles: StoredBundle[];
  readonly terminal: TerminalTraits;
}

/** Health of a host's parts at one moment. */
export interface FrozenParts {
  readonly drives: readonly PartState[];
  readonly powerSupplies: readonly PartState[];
  readonly chipsFailed: number;
}

/** Instances that work as one behind an address of their own. */
export interface SimulatedCluster {
  readonly name: string;
  /** 1 to 16. */
  readonly id: number;
  readonly nodes: readonly SimulatedInstance[];
  /** The node that answers on the cluster's address. */
  coordinator: SimulatedInstance;
  /** What listens on the cluster's address; it has no state of its own. */
  readonly front: SimulatedInstance;
}

/** What an ADC runs on: an SDX host, hardware of its own, or any other hypervisor. */
export type AdcForm = 'instance' | 'mpx' | 'vpx';

/** An SDX host, seen through its Management Service. */
export interface SimulatedHost extends ApplianceState {
  readonly kind: 'host';
  readonly model: HostModel;
  readonly xenAddress: string;
  /** MAC address that names the host. */
  readonly hostId: string;
  readonly drives: readonly Drive[];
  /** By position: the first is supply 1. */
  readonly powerSupplies: PartState[];
  chipsFailed: number;
  readonly traits: HostTraits;
  /** Parts as last seen before the hypervisor stopped answering its Management Service; `null` while it answers. */
  frozen: FrozenParts | null;
  readonly instances: SimulatedInstance[];
}

/** An ADC: a VPX instance on an SDX host, or an MPX or VPX that stands alone. */
export interface SimulatedInstance extends ApplianceState {
  readonly kind: 'instance';
  readonly form: AdcForm;
  /** `null` for one that stands alone. */
  readonly host: SimulatedHost | null;
  /** Counts from 1 within the host, or among those of its form that stand alone. */
  readonly number: number;
  readonly traits: AdcTraits;
  /** Model of an MPX; `null` for any other. */
  readonly mpxPlatform: string | null;
  /** By position, the first is supply 1; none where no supply can be seen. */
  readonly powerSupplies: PartState[];
  /** Own SSL cards out of service; those of an SDX are counted at its host. */
  cardsFailed: number;
  /** SSL virtual functions assigned to it, or cards fitted. */
  readonly chips: number;
  readonly cores: number;
  readonly memoryMb: number;
  readonly throughputMbps: number;
  /** The virtual machine is stopped. */
  halted: boolean;
  /** Start of the packet engine, epoch milliseconds; a warm restart moves only this. */
  engineStartedAt: number;
  running: AdcConfig;
  saved: AdcConfig;
  changedAt: number;
  savedAt: number;
  events: Partial<Record<CallhomeEvent, EventTimes>>;
  /** Words after "Registration with Citrix upload server". */
  registration: string;
  peer: SimulatedInstance | null;
  role: 'Primary' | 'Secondary';
  /** State of the pair's synchronisation as this node shows it; `null` is what is usual for its role. */
  syncState: string | null;
  /** How long a change on the primary takes to its secondary, in milliseconds; `null` when it never gets there. */
  propagationMs: number | null;
  /** Memory in use; `null` is a steady value of its own. */
  memoryPercent: number | null;
  /** Epoch milliseconds until which it starts up and is not reported up. */
  startingUntil: number;
  cluster: SimulatedCluster | null;
}

/** Anything that answers on an address of its own. */
export type Appliance = SimulatedHost | SimulatedInstance;
