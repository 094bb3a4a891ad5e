/** Fits every count, size in megabytes and identifier these appliances print; what has more digits is no such thing. */
const MAX_DIGITS = 12;

/** Reads a whole number without sign or unit. Null for anything else, an absurdly long one included. */
export function readWhole(printed: string | undefined): number | null {
  if (printed === undefined || printed.length > MAX_DIGITS || !/^\d+$/.test(printed)) return null;
  return Number(printed);
}

/** Reads a number from 0 to 100, with or without decimals. Null for anything else: 101 % of a memory is no reading. */
export function readPercent(printed: string | undefined): number | null {
  if (printed === undefined || printed.length > MAX_DIGITS || !/^\d+(?:\.\d+)?$/.test(printed)) return null;
  const percent = Number(printed);
  return percent <= 100 ? percent : null;
}
