const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A running time in its two largest units: `41 days, 3 hours`, `3 hours, 12 minutes`, `5 minutes, 12 seconds`. */
export function uptimeText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const largest = UNITS.findIndex(([, size]) => seconds >= size);
  const from = largest < 0 || largest === 3 ? 2 : largest;
  let rest = seconds;
  return UNITS.slice(from, from + 2)
    .map(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return `${count} ${unit}${count === 1 ? '' : 's'}`;
    })
    .join(', ');
}
