import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { splitLabel } from '../../split-label.js';
import { editionOf, type LicenseEdition } from './license-edition.js';

/** Where the licence comes from: a file on the appliance, the free one, a pool, or checked out from a server. */
export type LicenseSource = 'local' | 'express' | 'pooled' | 'central' | 'unknown';

export interface LicensedFeature {
  /** As printed; names change between releases. */
  name: string;
  licensed: boolean;
}

export interface ParsedShowNsLicense {
  features: LicensedFeature[];
  /** As printed: `Platinum License`. */
  licenseType: string | null;
  edition: LicenseEdition | null;
  /** As printed: `Pooled`. */
  licensingMode: string | null;
  source: LicenseSource;
  /** The licensed throughput class in Mbps on most models; kept as the plain number it is. */
  modelNumber: number | null;
  /** 0 is what a pooled appliance in use prints, so it is no expiry by itself. */
  daysToExpiration: number | null;
  unrecognised: string[];
}

// `Express` and `Pooled` are captured; the other words are those of the vendor's API and documentation, recalled.
const SOURCES: readonly (readonly [RegExp, LicenseSource])[] = [
  [/^local\b/i, 'local'],
  [/^express\b/i, 'express'],
  [/^pooled\b|^v?cpu\b/i, 'pooled'],
  [/^central\b|\bCICO\b|^check-?in\b/i, 'central'],
];

/**
 * Parses `show ns license`. Labels are right-aligned and features differ between releases, so every `NAME: YES|NO` line
 * is a feature, provided that the output has one line which only a licence has.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsLicense(output: string): ParsedShowNsLicense {
  const license = emptyLicense();
  const features: { feature: LicensedFeature; text: string }[] = [];
  let isLicense = false;
  for (const { text, isReadable } of contentLines('show ns license', output)) {
    const pair = isReadable ? splitLabel(text) : null;
    if (pair?.key === 'licensestatus' && pair.value === '') isLicense = true;
    else if (pair !== null && /^(?:YES|NO)$/i.test(pair.value)) {
      features.push({ feature: { name: pair.label, licensed: /^yes$/i.test(pair.value) }, text });
    } else if (pair !== null && readFact(license, pair)) isLicense = true;
    else keepLine(license.unrecognised, text);
  }
  // `Proxy Mode: YES` of another command is no feature.
  if (isLicense) license.features = features.map(({ feature }) => feature);
  else for (const { text } of features) keepLine(license.unrecognised, text);
  return license;
}

function emptyLicense(): ParsedShowNsLicense {
  return {
    features: [],
    licenseType: null,
    edition: null,
    licensingMode: null,
    source: 'unknown',
    modelNumber: null,
    daysToExpiration: null,
    unrecognised: [],
  };
}

/** Takes the value of a fact's line; false when the label is no fact, was there before, or the value is none it can have. */
function readFact(license: ParsedShowNsLicense, { key, value }: { key: string; value: string }): boolean {
  if (key === 'licensetype' && license.licenseType === null && value !== '') {
    license.licenseType = value;
    license.edition = editionOf(value);
    return true;
  }
  if (key === 'licensingmode' && license.licensingMode === null && value !== '') {
    license.licensingMode = value;
    license.source = SOURCES.find(([word]) => word.test(value))?.[1] ?? 'unknown';
    return true;
  }
  if (key === 'modelnumberid') return (license.modelNumber ??= readWhole(value)) !== null;
  if (key === 'daystoexpiration') return (license.daysToExpiration ??= readWhole(value)) !== null;
  return false;
}
