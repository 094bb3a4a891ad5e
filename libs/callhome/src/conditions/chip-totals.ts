import type { CryptoUnit } from '../../../netscaler-cli/src/index.js';
import { isComparable } from './chip-baseline.js';
import type { HostHardware } from './host-hardware.js';

/** How much SSL hardware a host has now and had at most, in one unit. */
export interface ChipTotals {
  readonly unit: CryptoUnit | null;
  readonly total: number | null;
  readonly free: number | null;
  /** Null: nothing to compare with, on a first reading or after a change of unit or model. */
  readonly baseline: number | null;
  readonly devices: number | null;
  readonly devicesBaseline: number | null;
}

/** Reads the totals of a host in its own unit, with the baseline of that unit and model. */
export function chipTotals(hardware: HostHardware): ChipTotals {
  const { crypto, totalSslCores, baselineSslCores, chipBaseline, model = null } = hardware;
  if (crypto === undefined) {
    const known = chipBaseline?.unit === 'ssl-core' ? chipBaseline.total : null;
    const baseline = chipBaseline === undefined ? baselineSslCores : known;
    const unit = totalSslCores === null ? null : 'ssl-core';
    return { unit, total: totalSslCores, free: null, baseline, devices: null, devicesBaseline: null };
  }
  const { unit, total, free, devices } = crypto;
  const known = chipBaseline ?? null;
  if (isComparable(known, { model, crypto })) {
    return { unit, total, free, baseline: known.total, devices, devicesBaseline: known.devices };
  }
  // A host that was read before baselines had a unit counted chips.
  const isOlder = chipBaseline === undefined && unit === 'ssl-core';
  return { unit, total, free, baseline: isOlder ? baselineSslCores : null, devices, devicesBaseline: null };
}

/** True when fewer chips, units or devices are there than were before. */
export function hasFewerThanBefore({ total, baseline, devices, devicesBaseline }: ChipTotals): boolean {
  const isBelow = (now: number | null, before: number | null): boolean =>
    now !== null && before !== null && now < before;
  return isBelow(total, baseline) || isBelow(devices, devicesBaseline);
}
