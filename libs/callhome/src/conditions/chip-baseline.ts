import type { CryptoUnit, HostCrypto } from '../../../netscaler-cli/src/index.js';

/** The most SSL hardware that a host has ever shown, in one unit and on one model. */
export interface ChipBaseline {
  readonly unit: CryptoUnit;
  /** Null: the model was not read when the baseline began. */
  readonly model: string | null;
  readonly total: number;
  /** The most crypto devices seen; null on builds that do not print them. */
  readonly devices: number | null;
}

/** What one reading says of a host's SSL hardware. */
export interface ChipReading {
  readonly model: string | null;
  readonly crypto: HostCrypto;
}

/**
 * Returns the baseline after a reading: the highest total seen. A change of unit (an upgrade to crypto units) or of
 * model starts a new one, because the old number then says nothing. A reading without a total leaves it as it is.
 */
export function nextChipBaseline(known: ChipBaseline | null, seen: ChipReading): ChipBaseline | null {
  const { unit, total, devices } = seen.crypto;
  if (unit === null || total === null || isEmptied(known, seen)) return known;
  const before = isComparable(known, seen) ? known : null;
  return {
    unit,
    model: seen.model ?? before?.model ?? null,
    total: Math.max(total, before?.total ?? 0),
    devices: devices === null ? (before?.devices ?? null) : Math.max(devices, before?.devices ?? 0),
  };
}

/** True when a reading counts what the baseline counted, on the same model; an unread model is taken for the same. */
export function isComparable(known: ChipBaseline | null, { model, crypto }: ChipReading): known is ChipBaseline {
  if (known === null || known.unit !== crypto.unit) return false;
  return known.model === null || model === null || known.model === model;
}

/** A total of none in the old unit is what a host prints that counts in the newer one and does not show it here. */
function isEmptied(known: ChipBaseline | null, { crypto }: ChipReading): boolean {
  return known?.unit === 'acu' && crypto.unit === 'ssl-core' && crypto.total === 0;
}
