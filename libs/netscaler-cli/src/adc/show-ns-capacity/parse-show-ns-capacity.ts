import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { splitPairs } from '../../split-pairs.js';
import { editionOf, type LicenseEdition } from '../show-ns-license/license-edition.js';

/** What a pool gave this appliance. All null on one that takes nothing from a pool. */
export interface ParsedShowNsCapacity {
  edition: LicenseEdition | null;
  /** The platform type, as printed: `VP1000`. */
  platform: string | null;
  actualMbps: number | null;
  configuredMbps: number | null;
  minimumMbps: number | null;
  maximumMbps: number | null;
  /** Instance licences taken: 1 on a VPX, 0 on an MPX. */
  instances: number | null;
  unrecognised: string[];
}

type Amount = 'actualMbps' | 'configuredMbps' | 'minimumMbps' | 'maximumMbps';

// Labels of the captured form, and the API's attribute names, which CPX prints.
const AMOUNTS: ReadonlyMap<string, Amount> = new Map([
  ['actualbandwidth', 'actualMbps'],
  ['configuredbandwidth', 'configuredMbps'],
  ['bandwidth', 'configuredMbps'],
  ['minimumbandwidth', 'minimumMbps'],
  ['minbandwidth', 'minimumMbps'],
  ['maximumbandwidth', 'maximumMbps'],
  ['maxbandwidth', 'maximumMbps'],
]);
const SILENT = new Set(['maxvcpucount', 'vcpucount']);
const GIGABIT = 1_000;

/**
 * Parses `show ns capacity`: one label a line, or the API's attributes next to each other. A bandwidth without a unit is
 * in Mbps, unless the output's own `Unit:` says otherwise: then only the one the vendor documents as Mbps is known.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsCapacity(output: string): ParsedShowNsCapacity {
  const capacity: ParsedShowNsCapacity = {
    edition: null,
    platform: null,
    actualMbps: null,
    configuredMbps: null,
    minimumMbps: null,
    maximumMbps: null,
    instances: null,
    unrecognised: [],
  };
  const bare: Partial<Record<Amount, number>> = {};
  let unit = 'mbps';
  for (const { text, isReadable } of contentLines('show ns capacity', output)) {
    const pairs = isReadable ? splitPairs(text) : null;
    let isKnown = pairs !== null;
    for (const { key, value } of pairs ?? []) {
      const amount = AMOUNTS.get(key);
      if (key === 'unit' && /^[GM]bps$/i.test(value)) unit = value.toLowerCase();
      else if (amount !== undefined) {
        const read = readAmount(value);
        if (read === null) isKnown = false;
        else if (read.isBare) bare[amount] ??= read.mbps;
        else capacity[amount] ??= read.mbps;
      } else if (!readFact(capacity, key, value)) isKnown &&= SILENT.has(key);
    }
    if (!isKnown) keepLine(capacity.unrecognised, text);
  }
  for (const [amount, value] of Object.entries(bare) as [Amount, number][]) {
    // Vendor command reference: the actual bandwidth is in Mbps, `unit` is that of the configured one.
    if (unit === 'mbps' || amount === 'actualMbps') capacity[amount] ??= value;
    else if (amount === 'configuredMbps') capacity.configuredMbps ??= value * GIGABIT;
  }
  return capacity;
}

function readFact(capacity: ParsedShowNsCapacity, key: string, value: string): boolean {
  if (key === 'edition') return (capacity.edition ??= editionOf(value)) !== null || value === '';
  if (key === 'instancecount') return (capacity.instances ??= readWhole(value)) !== null;
  if (key !== 'platform') return false;
  capacity.platform ??= value === '' ? null : value;
  return true;
}

function readAmount(value: string): { mbps: number; isBare: boolean } | null {
  const [digits, unit, ...rest] = value.split(' ');
  const amount = readWhole(digits);
  if (amount === null || rest.length > 0) return null;
  if (unit === undefined) return { mbps: amount, isBare: true };
  if (/^Mbps$/i.test(unit)) return { mbps: amount, isBare: false };
  return /^Gbps$/i.test(unit) ? { mbps: amount * GIGABIT, isBare: false } : null;
}
