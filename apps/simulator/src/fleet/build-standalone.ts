import type { AdcForm, SimulatedCluster, SimulatedInstance } from './appliance.js';
import { addressPrefix, cityTag, freshAdc, instanceSerial, type AdcOverrides, type FleetShape } from './build-fleet.js';
import { MPX_MODELS, type MpxModel } from './mpx-models.js';

/** Addresses that stand-alone ADCs take of one root: `.11` to `.210`. */
const PER_ROOT = 200;

/** Serials of instances are counted from 0 upwards; those of stand-alone ADCs begin where no fleet of hosts reaches. */
const FIRST_SERIAL = 2_000_000;

/** Where the next stand-alone ADC goes: behind the roots of all hosts. */
export interface StandaloneOrder {
  readonly shape: Pick<FleetShape, 'hosts' | 'network' | 'port' | 'latencyMs'>;
  readonly form: Exclude<AdcForm, 'instance'>;
  /** Counts from 1 among those of its form. */
  readonly number: number;
  /** Counts from 0 over all that stand alone, cluster addresses included. */
  readonly place: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly model?: MpxModel;
  readonly over?: AdcOverrides;
}

/** Builds one MPX or VPX that stands alone. */
export function buildStandalone(order: StandaloneOrder): SimulatedInstance {
  const { shape, form, number, place, now } = order;
  const model = order.model ?? MPX_MODELS[(number - 1) % MPX_MODELS.length] ?? MPX_MODELS[0];
  const prefix = addressPrefix(shape.network, shape.hosts + 1 + Math.floor(place / PER_ROOT));
  const bootedAt = now - (17 + (place % 90)) * 86_400_000;
  const fitted =
    form === 'mpx'
      ? { cores: model.cores, memoryMb: model.memoryMb, throughputMbps: model.throughputMbps, chips: model.sslCards }
      : { cores: 2, memoryMb: 4096, throughputMbps: 1000, chips: 0 };
  const build = order.over?.build ?? '13.1-53.17';
  return {
    ...freshAdc(shape, build, bootedAt),
    form,
    host: null,
    name: `${form}-${cityTag(number)}`,
    address: `${prefix}.${11 + (place % PER_ROOT)}`,
    number,
    serial: form === 'mpx' ? mpxSerial(place) : instanceSerial(FIRST_SERIAL + place),
    build,
    mpxPlatform: form === 'mpx' ? model.platform : null,
    powerSupplies: form === 'mpx' ? Array.from({ length: model.powerSupplies }, () => 'ok' as const) : [],
    ...fitted,
    ...order.over,
  };
}

function mpxSerial(place: number): string {
  return `1HN${instanceSerial(FIRST_SERIAL + place).slice(2, 9)}`;
}

/** How many roots behind the hosts a number of stand-alone ADCs takes. */
export function rootsFor(standalone: number): number {
  return Math.ceil(standalone / PER_ROOT);
}

/** Name and number of a cluster, its nodes, and the place its own address takes. */
export interface ClusterOrder {
  readonly shape: StandaloneOrder['shape'];
  readonly name: string;
  readonly id: number;
  readonly nodes: readonly [SimulatedInstance, ...SimulatedInstance[]];
  readonly place: number;
  readonly now: number;
}

/** Joins ADCs to a cluster; the first one coordinates. All take over its build and configuration. */
export function buildCluster({ shape, name, id, nodes, place, now }: ClusterOrder): SimulatedCluster {
  const [first] = nodes;
  const front = buildStandalone({ shape, form: 'vpx', number: id, place, now, over: { name, build: first.build } });
  const cluster: SimulatedCluster = { name, id, nodes, coordinator: first, front };
  front.cluster = cluster;
  // What is fetched from the cluster's address lies on whichever node coordinates.
  Object.defineProperty(front, 'bundles', { enumerable: true, get: () => cluster.coordinator.bundles });
  for (const node of nodes) {
    node.cluster = cluster;
    node.build = first.build;
    node.running = first.running;
    node.saved = first.saved;
  }
  return cluster;
}

/** What answers when somebody connects: on a cluster's address its coordinator, else the appliance itself. */
export function answeringNode(instance: SimulatedInstance): SimulatedInstance {
  const { cluster } = instance;
  return cluster !== null && cluster.front === instance ? cluster.coordinator : instance;
}

/** How many appliances stand alone in a generated fleet. */
export interface StandaloneShape {
  readonly mpx: number;
  readonly vpx: number;
  /** Clusters, of three VPX each. */
  readonly clusters: number;
}

const NODES_PER_CLUSTER = 3;

/** Addresses that stand-alone appliances of a generated fleet take. */
export function standaloneCount({ mpx, vpx, clusters }: StandaloneShape): number {
  return mpx + vpx + clusters * (NODES_PER_CLUSTER + 1);
}

/** Builds the MPX, the VPX and the clusters of a generated fleet. */
export function buildStandaloneFleet(
  shape: StandaloneOrder['shape'],
  counts: StandaloneShape,
  now: number,
): SimulatedInstance[] {
  const built: SimulatedInstance[] = [];
  const add = (form: 'mpx' | 'vpx', number: number): SimulatedInstance => {
    const instance = buildStandalone({ shape, form, number, place: built.length, now });
    built.push(instance);
    return instance;
  };
  for (let number = 1; number <= counts.mpx; number += 1) add('mpx', number);
  for (let number = 1; number <= counts.vpx; number += 1) add('vpx', number);
  for (let id = 1; id <= counts.clusters; id += 1) {
    const from = counts.vpx + (id - 1) * NODES_PER_CLUSTER;
    const nodes = [add('vpx', from + 1), add('vpx', from + 2), add('vpx', from + 3)] as const;
    const name = `cluster-${cityTag(id)}`;
    built.push(buildCluster({ shape, name, id, nodes: [...nodes], place: built.length, now }).front);
  }
  return built;
}
