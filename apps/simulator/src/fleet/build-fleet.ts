import { createHash } from 'node:crypto';
import { defaultAdcConfig } from '../adc/adc-config.js';
import { COMMON_ADC_TRAITS } from './adc-traits.js';
import type { SimulatedHost, SimulatedInstance } from './appliance.js';
import { HOST_MODELS } from './host-models.js';
import { COMMON_HOST_TRAITS } from './host-traits.js';
import { PLAIN_TERMINAL } from './terminal-traits.js';

/** What decides a fleet: the same values give the same names, addresses and serials each time. */
export interface FleetShape {
  readonly hosts: number;
  readonly instances: number;
  readonly network: string;
  readonly port: number;
  readonly latencyMs: number;
  readonly builds: readonly string[] | null;
  readonly haPairs: number;
}

/** Values of a host that are not to be the generated ones. */
export type HostOverrides = Partial<
  Pick<SimulatedHost, 'name' | 'model' | 'serial' | 'build' | 'latencyMs' | 'down' | 'terminal' | 'traits'>
>;

/** Values of an ADC that are not to be the generated ones. */
export type AdcOverrides = Partial<Omit<SimulatedInstance, 'kind' | 'form' | 'host' | 'address' | 'port'>>;

/** Which host to build, and what is to be special about it and its instances; without a list all are as generated. */
export interface HostOrder {
  readonly shape: FleetShape;
  /** Counts from 1. */
  readonly index: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly over?: HostOverrides;
  readonly instances?: readonly AdcOverrides[];
}

const CITIES = 'fra lon nyc sgp tyo syd ams par chi dal sea sao bom dub zrh mad sto tor hkg mel'.split(' ');
const HOSTS_PER_SECOND_OCTET = 250;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Chips wanted by the instances of a host in turn, with many or few chips fitted: some want none, as on real hosts. */
const MANY_CHIPS_WANTED = [4, 3, 2, 0] as const;
const FEW_CHIPS_WANTED = [2, 1, 1, 0] as const;
const MANY_CHIPS = 9;
const SIZES = [
  { cores: 4, memoryMb: 8192, throughputMbps: 10_000 },
  { cores: 2, memoryMb: 4096, throughputMbps: 5_000 },
  { cores: 2, memoryMb: 4096, throughputMbps: 2_000 },
  { cores: 1, memoryMb: 2048, throughputMbps: 1_000 },
] as const;

/** Builds of the built-in mix: nearly all the same, every seventh newer, every eleventh and seventeenth older. */
function mixedBuild(index: number): string {
  if (index % 17 === 16) return '11.1-65.23';
  if (index % 11 === 10) return '12.1-65.25';
  if (index % 7 === 6) return '14.1-17.38';
  return '13.1-53.17';
}

/** Builds all hosts with their instances, all parts healthy, as if started some weeks before `now` (epoch ms). */
export function buildFleet(shape: FleetShape, now: number): SimulatedHost[] {
  const hosts = Array.from({ length: shape.hosts }, (_, offset) => buildHost({ shape, index: offset + 1, now }));
  for (let pair = 0; pair < shape.haPairs; pair += 1) {
    const primary = hosts[pair * 2]?.instances[0];
    const secondary = hosts[pair * 2 + 1]?.instances[0];
    if (primary === undefined || secondary === undefined) break;
    primary.peer = secondary;
    secondary.peer = primary;
    secondary.role = 'Secondary';
    matchPeer(primary, secondary);
  }
  return hosts;
}

/** Both nodes of a pair run one build, as the vendor requires, and have one configuration. */
export function matchPeer(primary: SimulatedInstance, secondary: SimulatedInstance): void {
  secondary.build = primary.build;
  secondary.running = primary.running;
  secondary.saved = primary.saved;
}

/** A city and a number that stand in the names of the root at `index`, counted from 1. */
export function cityTag(index: number): string {
  return `${CITIES[(index - 1) % CITIES.length]}-${String(index).padStart(2, '0')}`;
}

/** First three octets of the root at `index`, counted from 1. */
export function addressPrefix(network: string, index: number): string {
  const second = Number(network.split('.')[1]) + Math.floor((index - 1) / HOSTS_PER_SECOND_OCTET);
  return `127.${second}.${((index - 1) % HOSTS_PER_SECOND_OCTET) + 1}`;
}

/** Builds one host with its instances. */
export function buildHost({ shape, index, now, over = {}, instances }: HostOrder): SimulatedHost {
  const model = over.model ?? HOST_MODELS[(index - 1) % HOST_MODELS.length] ?? HOST_MODELS[0];
  const tag = cityTag(index);
  const prefix = addressPrefix(shape.network, index);
  const uptimeMs = 41 * DAY_MS + 3 * HOUR_MS + 5 * MINUTE_MS + (((index - 1) * 5 * HOUR_MS) % (200 * DAY_MS));
  const host: SimulatedHost = {
    kind: 'host',
    name: `sdx-${tag}`,
    address: `${prefix}.1`,
    xenAddress: `${prefix}.2`,
    port: shape.port,
    model,
    serial: `SDX${String(index).padStart(7, '0')}`,
    hostId: macAddress(index),
    build: '13.1-53.17',
    bootedAt: now - uptimeMs,
    down: false,
    latencyMs: shape.latencyMs,
    bundleBytes: null,
    bundles: [],
    drives: model.driveSizesGb.map((sizeGb, position) => ({ slot: position + 1, sizeGb, state: 'ok' })),
    powerSupplies: Array.from({ length: model.powerSupplies }, () => 'ok' as const),
    chipsFailed: 0,
    terminal: PLAIN_TERMINAL,
    traits: COMMON_HOST_TRAITS,
    frozen: null,
    instances: [],
    ...over,
  };
  let freeChips = model.chips;
  for (let number = 1; number <= (instances?.length ?? shape.instances); number += 1) {
    const instance = buildInstance({
      over: instances?.[number - 1] ?? {},
      shape,
      host,
      number,
      prefix,
      tag,
      freeChips,
      fleetIndex: (index - 1) * shape.instances + number - 1,
    });
    freeChips -= instance.chips;
    host.instances.push(instance);
  }
  return host;
}

interface InstancePlace {
  readonly shape: FleetShape;
  readonly host: SimulatedHost;
  readonly number: number;
  readonly prefix: string;
  readonly tag: string;
  readonly freeChips: number;
  readonly over: AdcOverrides;
  /** Counts over the whole fleet, from 0. */
  readonly fleetIndex: number;
}

function buildInstance(place: InstancePlace): SimulatedInstance {
  const { shape, host, number } = place;
  const dealt = shape.builds?.[place.fleetIndex % shape.builds.length] ?? mixedBuild(place.fleetIndex);
  const build = place.over.build ?? dealt;
  const size = SIZES[(number - 1) % SIZES.length] ?? SIZES[0];
  const bootedAt = host.bootedAt + 4 * MINUTE_MS + number * 30_000;
  const wanted = host.model.chips < MANY_CHIPS ? FEW_CHIPS_WANTED : MANY_CHIPS_WANTED;
  const own = {
    form: 'instance' as const,
    name: `vpx-${place.tag}-${number}`,
    address: `${place.prefix}.${10 + number}`,
    host,
    number,
    serial: instanceSerial(place.fleetIndex),
    build,
    ...size,
    chips: Math.min(wanted[(number - 1) % wanted.length] ?? 0, place.freeChips),
  };
  // Spread into one literal, each instance would get a hidden class of its own: six times the time, twice the memory.
  return Object.assign(freshAdc(shape, build, bootedAt), own, place.over);
}

/** No supply can be seen from a virtual machine; the array is shared and stays empty. */
const NO_SUPPLIES: SimulatedInstance['powerSupplies'] = [];

type FreshAdc = Omit<
  SimulatedInstance,
  | 'form'
  | 'name'
  | 'address'
  | 'host'
  | 'number'
  | 'serial'
  | 'build'
  | 'chips'
  | 'cores'
  | 'memoryMb'
  | 'throughputMbps'
>;

/** What every ADC of a build has in the same way, healthy and as if started at `bootedAt` (epoch ms). */
export function freshAdc(shape: Pick<FleetShape, 'port' | 'latencyMs'>, build: string, bootedAt: number): FreshAdc {
  const config = defaultAdcConfig(build);
  return {
    kind: 'instance',
    port: shape.port,
    halted: false,
    bootedAt,
    engineStartedAt: bootedAt + 45_000,
    down: false,
    latencyMs: shape.latencyMs,
    bundleBytes: null,
    bundles: [],
    terminal: PLAIN_TERMINAL,
    traits: COMMON_ADC_TRAITS,
    mpxPlatform: null,
    powerSupplies: NO_SUPPLIES,
    cardsFailed: 0,
    running: config,
    saved: config,
    changedAt: bootedAt,
    savedAt: bootedAt,
    events: {},
    registration: 'SUCCESSFUL',
    peer: null,
    role: 'Primary',
    syncState: null,
    propagationMs: 0,
    memoryPercent: null,
    startingUntil: 0,
    cluster: null,
  };
}

/** Ten characters, unlike for every index below 36^6: the factor shares no prime with the modulus. */
export function instanceSerial(index: number): string {
  const spread = (BigInt(index + 1) * 477_653_425n) % 2_176_782_336n;
  return `HE${spread.toString(36).toUpperCase().padStart(6, '0')}SX`;
}

function macAddress(index: number): string {
  const tail = index.toString(16).padStart(6, '0');
  return `00:25:90:${tail.slice(0, 2)}:${tail.slice(2, 4)}:${tail.slice(4, 6)}`;
}

/** Hexadecimal digits that depend only on `seed`; used for ids and UUIDs. */
export function stableHex(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** A UUID of version 4 shape that depends only on `seed`. */
export function stableUuid(seed: string): string {
  const hex = stableHex(`uuid:${seed}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
