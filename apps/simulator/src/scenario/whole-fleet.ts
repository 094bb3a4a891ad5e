import { buildFleet, type FleetShape } from '../fleet/build-fleet.js';
import { buildStandaloneFleet, type StandaloneShape } from '../fleet/build-standalone.js';
import { buildScenarioFleet, type BuiltFleet } from './build-scenario-fleet.js';
import type { ScenarioEvent } from './event-table.js';
import { readScenario } from './read-scenario.js';

/** What decides the whole fleet: a scenario file, or numbers. */
export interface WholeFleetOrder extends FleetShape, Partial<StandaloneShape> {
  readonly scenarioFile?: string | null;
}

/** A fleet with the trouble it begins with, and what happens to it later. */
export interface WholeFleet extends BuiltFleet {
  readonly events: readonly ScenarioEvent[];
}

/**
 * Builds the fleet of a scenario file, or without one the fleet the numbers ask for, as of `now` (epoch ms).
 *
 * @throws {SimulatorError} BAD_OPTION - when the scenario file is none
 */
export async function buildWholeFleet(order: WholeFleetOrder, now: number): Promise<WholeFleet> {
  const { scenarioFile = null, mpx = 0, vpx = 0, clusters = 0 } = order;
  if (scenarioFile === null) {
    const standalone = buildStandaloneFleet(order, { mpx, vpx, clusters }, now);
    return { hosts: buildFleet(order, now), standalone, faults: [], events: [] };
  }
  const scenario = await readScenario(scenarioFile);
  return { ...buildScenarioFleet(scenario, order, now), events: scenario.events ?? [] };
}
