import type { Appliance, SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import { buildHost, type FleetShape, type HostOverrides } from '../fleet/build-fleet.js';
import { buildCluster, buildStandalone, rootsFor } from '../fleet/build-standalone.js';
import { failChips, type WireFault } from '../fleet/faults.js';
import { HOST_MODELS } from '../fleet/host-models.js';
import { COMMON_HOST_TRAITS } from '../fleet/host-traits.js';
import { mpxModelOf } from '../fleet/mpx-models.js';
import { SimulatorError } from '../simulator-error.js';
import { setHypervisorReachable } from '../svm/seen-parts.js';
import { adcOverrides, defined, mergedTerminal } from './scenario-adc.js';
import type { Scenario, ScenarioAdc, ScenarioHost } from './scenario-schema.js';

/** A fleet, and the trouble it begins with. */
export interface BuiltFleet {
  readonly hosts: readonly SimulatedHost[];
  readonly standalone: readonly SimulatedInstance[];
  readonly faults: readonly (readonly [Appliance, readonly WireFault[]])[];
}

/** Serials are counted with room for this many instances on each host. */
const MOST_INSTANCES = 100;

/**
 * Builds what a scenario describes, as if started some weeks before `now` (epoch ms). What it leaves out is generated.
 *
 * @throws {SimulatorError} BAD_OPTION - when two appliances share a name, or a name or part is not there
 */
export function buildScenarioFleet(
  scenario: Scenario,
  place: Pick<FleetShape, 'network' | 'port' | 'latencyMs'>,
  now: number,
): BuiltFleet {
  return new ScenarioBuilder(scenario, place, now).build();
}

class ScenarioBuilder {
  private readonly shape: FleetShape;
  private readonly faults: [Appliance, readonly WireFault[]][] = [];
  private readonly byName = new Map<string, Appliance>();
  private readonly standalone: SimulatedInstance[] = [];

  constructor(
    private readonly scenario: Scenario,
    place: Pick<FleetShape, 'network' | 'port' | 'latencyMs'>,
    private readonly now: number,
  ) {
    const hosts = scenario.hosts?.length ?? 0;
    this.shape = { ...place, hosts, instances: MOST_INSTANCES, builds: null, haPairs: 0 };
    const alone = (scenario.mpx ?? []).length + (scenario.vpx ?? []).length + (scenario.clusters ?? []).length;
    if (hosts + alone === 0) throw refuse('hosts', 'the scenario has no appliance; give it hosts, mpx or vpx');
    if (Number(place.network.split('.')[1]) + Math.ceil((hosts + rootsFor(alone)) / 250) > 256) {
      throw refuse('hosts', `the network ${place.network} has no room for them; begin lower with --network 127.20`);
    }
  }

  build(): BuiltFleet {
    const { scenario } = this;
    const hosts = (scenario.hosts ?? []).map((entry, at) => this.host(entry, at));
    for (const [at, entry] of (scenario.mpx ?? []).entries()) this.alone('mpx', at, entry);
    for (const [at, entry] of (scenario.vpx ?? []).entries()) this.alone('vpx', at, entry);
    for (const [at, pair] of (scenario.pairs ?? []).entries()) this.pair(pair, `pairs[${at}]`);
    for (const [at, cluster] of (scenario.clusters ?? []).entries()) this.cluster(cluster, at);
    for (const [at, event] of (scenario.events ?? []).entries()) {
      if (!this.byName.has(event.on)) throw refuse(`events[${at}].on`, `no appliance is named ${event.on}`);
    }
    return { hosts, standalone: this.standalone, faults: this.faults };
  }

  private host(entry: ScenarioHost, at: number): SimulatedHost {
    const { defaults } = this.scenario;
    const where = `hosts[${at}]`;
    const given = { ...defaults?.host, ...entry };
    const { style, cryptoUnit, shellFirst, hasSensors, softwareRaid, repeatsNetmask, refusesRaid } = given;
    const { name, serial, build, latencyMs, down } = given;
    const model = HOST_MODELS.find(({ platform }) => platform === entry.model);
    const over: HostOverrides = {
      ...defined({ name, serial, build, latencyMs, down, model }),
      terminal: mergedTerminal(defaults?.terminal, defaults?.host?.terminal, entry.terminal),
      traits: {
        ...COMMON_HOST_TRAITS,
        ...defined({ style, cryptoUnit, shellFirst, hasSensors, softwareRaid, repeatsNetmask, refusesRaid }),
      },
    };
    const plain: ScenarioAdc[] = Array.from({ length: entry.instanceCount ?? 0 }, () => ({}));
    const entries: ScenarioAdc[] = [...plain, ...(entry.instances ?? [])];
    const host = buildHost({
      shape: this.shape,
      index: at + 1,
      now: this.now,
      over,
      instances: entries.map((instance) => adcOverrides(instance, defaults, this.now)),
    });
    this.add(host, where, given.faults);
    for (const [number, instance] of host.instances.entries()) {
      const said = entries[number];
      this.add(instance, `${where}.instances[${number - plain.length}]`, said?.faults ?? defaults?.adc?.faults);
    }
    this.breakParts(host, entry, where);
    return host;
  }

  private breakParts(host: SimulatedHost, entry: ScenarioHost, where: string): void {
    for (const slot of entry.failedDrives ?? []) {
      const drive = host.drives.find((candidate) => candidate.slot === slot);
      if (drive === undefined)
        throw refuse(`${where}.failedDrives`, `model ${host.model.platform} has no slot ${slot}`);
      drive.state = 'failed';
    }
    failSupplies(host.powerSupplies, entry.failedSupplies, where);
    if ((entry.failedChips ?? 0) > host.model.chips) {
      throw refuse(`${where}.failedChips`, `model ${host.model.platform} has ${host.model.chips} chips`);
    }
    if (entry.failedChips !== undefined) failChips(host, entry.failedChips, this.now);
    if (entry.hypervisorReachable === false) setHypervisorReachable(host, false);
  }

  private alone(form: 'mpx' | 'vpx', at: number, entry: ScenarioAdc): void {
    const { defaults } = this.scenario;
    const over = adcOverrides(entry, defaults, this.now);
    const model = entry.model === undefined ? {} : { model: mpxModelOf(entry.model) };
    const place = this.standalone.length;
    const built = buildStandalone({ shape: this.shape, form, number: at + 1, place, now: this.now, over, ...model });
    const where = `${form}[${at}]`;
    if (built.cardsFailed > built.chips) throw refuse(`${where}.failedCards`, `it has ${built.chips} cards`);
    failSupplies(built.powerSupplies, entry.failedSupplies, where);
    this.standalone.push(built);
    this.add(built, where, entry.faults ?? defaults?.adc?.faults);
  }

  private pair({ primary, secondary, syncState }: NonNullable<Scenario['pairs']>[number], where: string): void {
    const first = this.adc(primary, `${where}.primary`);
    const second = this.adc(secondary, `${where}.secondary`);
    first.peer = second;
    second.peer = first;
    second.role = 'Secondary';
    // Both nodes of a pair run one build, as the vendor requires.
    second.build = first.build;
    second.syncState = syncState ?? null;
  }

  private cluster({ name, id, nodes }: NonNullable<Scenario['clusters']>[number], at: number): void {
    const where = `clusters[${at}]`;
    const [first, ...others] = nodes.map((node, position) => this.adc(node, `${where}.nodes[${position}]`));
    if (first === undefined) throw refuse(`${where}.nodes`, 'a cluster has one node at least');
    const { front } = buildCluster({
      shape: this.shape,
      name,
      id: id ?? (at % 16) + 1,
      nodes: [first, ...others],
      place: this.standalone.length,
      now: this.now,
    });
    this.standalone.push(front);
    this.add(front, where, undefined);
  }

  private adc(name: string, where: string): SimulatedInstance {
    const found = this.byName.get(name);
    if (found?.kind !== 'instance') throw refuse(where, `no instance, MPX or VPX is named ${name}`);
    return found;
  }

  private add(appliance: Appliance, where: string, faults: readonly WireFault[] | undefined): void {
    if (this.byName.has(appliance.name)) throw refuse(`${where}.name`, `${appliance.name} is there already`);
    this.byName.set(appliance.name, appliance);
    if (faults !== undefined && faults.length > 0) this.faults.push([appliance, faults]);
  }
}

function failSupplies(supplies: ('ok' | 'failed')[], failed: readonly number[] | undefined, where: string): void {
  for (const number of failed ?? []) {
    if (supplies[number - 1] === undefined) throw refuse(`${where}.failedSupplies`, `there is no supply ${number}`);
    supplies[number - 1] = 'failed';
  }
}

function refuse(where: string, why: string): SimulatorError {
  return new SimulatorError('BAD_OPTION', `The scenario is wrong at ${where}: ${why}.`);
}
