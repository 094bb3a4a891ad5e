import type { CryptoUnit } from '../../../netscaler-cli/src/index.js';
import { chipTotals, hasFewerThanBefore } from './chip-totals.js';
import { hasFailed, instanceKey, rowsOf } from './host-hardware.js';
import type { HostHardware, HostInstance } from './host-hardware.js';
import { failingChipRow } from './chip-rows.js';
import { staleHealthRow } from './stale-health.js';

/** What one instance was given of its host's SSL hardware. */
export interface InstanceChips {
  /** The VM's uuid, or the name where the host lists none. */
  readonly key: string;
  readonly unit: CryptoUnit | null;
  readonly assigned: number | null;
  readonly scuAssigned: number | null;
  /** Chips that should work, and that do; `cardsUp` is null when it is stale or not printed. */
  readonly cards: number | null;
  readonly cardsUp: number | null;
  /** Null: it cannot be told. */
  readonly lacks: boolean | null;
}

/**
 * Where to look first. `chip`: the host says so, or several instances on one socket lack chips; `instance`: one alone
 * lacks chips while the host is well (its driver, or a restart that a new share still needs); `unknown`: chips are
 * lacking and nothing says why, or the host could not be read.
 */
export type ChipSuspect = 'none' | 'chip' | 'instance' | 'unknown';

/** Which SSL hardware a host has, who was given how much of it, and who lacks some. */
export interface ChipAssignment {
  readonly unit: CryptoUnit | null;
  readonly total: number | null;
  readonly free: number | null;
  /** The highest total seen in this unit on this model; null until there is one. */
  readonly baseline: number | null;
  /** What all instances were given together; null when one of them is not known or counts in another unit. */
  readonly assigned: number | null;
  readonly instances: readonly InstanceChips[];
  /** Keys of the instances with fewer chips at work than they were given. */
  readonly lacking: readonly string[];
  /** The CPU socket that all of two or more lacking instances are on; null: different ones, or not printed. */
  readonly sharedSocket: string | null;
  /** The PCI buses, as `0000:0b`, that all of two or more lacking instances have functions on. */
  readonly sharedBuses: readonly string[];
  readonly suspect: ChipSuspect;
}

/** Works out the share of every listed instance. Counts of halted or unreachable instances are stale: they lack null. */
export function assignChips(hardware: HostHardware): ChipAssignment {
  const { unit, total, free, baseline } = chipTotals(hardware);
  const listed = rowsOf(hardware.instances);
  const instances = listed.map(chipsOf);
  const lacking = listed.filter((instance) => chipsOf(instance).lacks === true);
  const sharedSocket = lacking.length > 1 ? sharedValue(lacking.map(({ cpuSocket }) => cpuSocket ?? null)) : null;
  const suspect = suspectOf(hardware, { lacking: lacking.length, isOnOneSocket: sharedSocket !== null });
  return {
    unit,
    total,
    free,
    baseline,
    assigned: hasFailed(hardware.instances) ? null : sumAssigned(instances, unit),
    instances,
    lacking: lacking.map(instanceKey),
    sharedSocket,
    sharedBuses: lacking.length > 1 ? sharedBuses(lacking) : [],
    suspect,
  };
}

/** What an instance was given. The plain counts are used where its host's unit was not read with them. */
export function chipsOf(instance: HostInstance): InstanceChips {
  const key = instanceKey(instance);
  if (instance.crypto === undefined) {
    const { sslCores, sslCoresUp } = instance;
    const cardsUp = isFresh(instance) ? sslCoresUp : null;
    const unit = sslCores === null ? null : 'ssl-core';
    const lacks = lacksChips(sslCores, cardsUp);
    return { key, unit, assigned: sslCores, scuAssigned: null, cards: sslCores, cardsUp, lacks };
  }
  const { unit, assigned, scuAssigned, cards, cardsUp } = instance.crypto;
  return { key, unit, assigned, scuAssigned, cards, cardsUp, lacks: lacksChips(cards, cardsUp) };
}

function lacksChips(cards: number | null, cardsUp: number | null): boolean | null {
  return cards === null || cardsUp === null ? null : cardsUp < cards;
}

/** What works is counted by the SVM on the instance: only while that runs and lets the SVM in. */
function isFresh({ vmState, instanceState }: HostInstance): boolean {
  return vmState?.toLowerCase() === 'running' && instanceState?.toLowerCase() === 'up';
}

function sumAssigned(instances: readonly InstanceChips[], unit: CryptoUnit | null): number | null {
  let sum = 0;
  for (const { assigned, unit: own } of instances) {
    if (assigned === null || (unit !== null && own !== unit)) return null;
    sum += assigned;
  }
  return sum;
}

function sharedValue(values: readonly (string | null)[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

function sharedBuses(instances: readonly HostInstance[]): readonly string[] {
  const [first = new Set<string>(), ...others] = instances.map(
    ({ sslVirtualFunctions = [] }) => new Set(sslVirtualFunctions.flatMap(busOf)),
  );
  return [...first].filter((bus) => others.every((each) => each.has(bus)));
}

/** `0000:0b:10.1` lies on bus `0000:0b`; a function named otherwise says nothing about its place. */
function busOf(address: string): string[] {
  const bus = /^(?:[0-9a-f]{4}:)?[0-9a-f]{2}(?=:[0-9a-f]{2}\.[0-9a-f]$)/i.exec(address)?.[0];
  return bus === undefined ? [] : [bus.toLowerCase()];
}

function suspectOf(hardware: HostHardware, seen: { lacking: number; isOnOneSocket: boolean }): ChipSuspect {
  if (staleHealthRow(hardware.software) !== null) return 'unknown';
  if (failingChipRow(hardware) !== undefined) return 'chip';
  const totals = chipTotals(hardware);
  if (hasFewerThanBefore(totals) && (totals.total !== 0 || seen.lacking > 0)) return 'chip';
  if (seen.lacking === 0) return hasFailed(hardware.instances) ? 'unknown' : 'none';
  if (hasFailed(hardware.hardware)) return 'unknown';
  if (seen.lacking === 1) return 'instance';
  return seen.isOnOneSocket ? 'chip' : 'unknown';
}
