/** The text, or null when missing or empty. */
export function textOrNull(value: string | null): string | null {
  return value === null || value === '' ? null : value;
}

/**
 * The number a value begins with (`256 GB` is 256), or null. Numbers arrive as text, large ones with an exponent; one
 * too large to be counted exactly is no reading.
 */
export function numberOrNull(value: string | null): number | null {
  if (value === null) return null;
  const digits = /^-?\d+(?:\.\d+)?(?:E\+?\d{1,3})?(?![\w.:])/i.exec(value)?.[0];
  const number = digits === undefined ? null : Number(digits);
  return number === null || Math.abs(number) > Number.MAX_SAFE_INTEGER ? null : number;
}

/** A count: a whole number from 0 on. Null for `-1` and `1.5`, which count nothing. */
export function countOrNull(value: string | null): number | null {
  const number = numberOrNull(value);
  return number !== null && Number.isInteger(number) && number >= 0 ? number : null;
}

/** A share of the whole from 0 to 100, with or without its sign. */
export function percentOrNull(value: string | null): number | null {
  const number = /^[^a-z]*$/i.test(value ?? '') ? numberOrNull(value) : null;
  return number !== null && number >= 0 && number <= 100 ? number : null;
}

const TO_MEGABYTES: Readonly<Record<string, number>> = {
  '': 1,
  mb: 1,
  mib: 1,
  gb: 1_024,
  gib: 1_024,
  tb: 1_048_576,
  tib: 1_048_576,
};
const TO_MBPS: Readonly<Record<string, number>> = {
  '': 1,
  mbps: 1,
  'mb/s': 1,
  'mbit/s': 1,
  gbps: 1_000,
  'gb/s': 1_000,
  'gbit/s': 1_000,
};

/** Memory in MB. A bare number is in MB (vendor SDK); null for a unit that is not known. */
export function megabytesOrNull(value: string | null): number | null {
  return inUnits(value, TO_MEGABYTES);
}

/** A rate in Mbps. A bare number is in Mbps (vendor SDK); null for a unit that is not known. */
export function mbpsOrNull(value: string | null): number | null {
  return inUnits(value, TO_MBPS);
}

/** A count of bytes: a number without a unit, or with the word bytes. Null for `223.570 GB`: of which kind, it hides. */
export function bytesOrNull(value: string | null): number | null {
  return /^\d+(?:\.\d+)?(?:E\+?\d{1,3})?(?:\s*bytes?)?$/i.test(value ?? '') ? numberOrNull(value) : null;
}

/** `true|yes|enabled` and `false|no|disabled`, any case; null for anything else. */
export function booleanOrNull(value: string | null): boolean | null {
  if (/^(?:true|yes|enabled)$/i.test(value ?? '')) return true;
  return /^(?:false|no|disabled)$/i.test(value ?? '') ? false : null;
}

/** The items of a list printed with commas, semicolons or blanks; none for an empty or missing value. */
export function listItems(value: string | null): string[] {
  if (value === null || value === '') return [];
  return value.split(/[,;\s]+/).filter((item) => item !== '');
}

function inUnits(value: string | null, units: Readonly<Record<string, number>>): number | null {
  const unit = /^[\d.]+(?:E\+?\d{1,3})?\s*(?<unit>[a-z/]*)$/i.exec(value ?? '')?.groups?.['unit'];
  if (unit === undefined || !Object.hasOwn(units, unit.toLowerCase())) return null;
  const amount = numberOrNull(/^[\d.]+(?:E\+?\d{1,3})?/i.exec(value ?? '')?.[0] ?? null);
  const inBase = amount === null ? null : amount * (units[unit.toLowerCase()] ?? 1);
  return inBase === null || inBase > Number.MAX_SAFE_INTEGER ? null : inBase;
}
