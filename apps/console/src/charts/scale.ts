/**
 * The lines of a y axis from zero: at most five, at round whole numbers, the last not below `max`.
 * Counts have no halves, so the smallest step is 1.
 */
export function gridLines(max: number): number[] {
  const rough = Math.max(1, max) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * magnitude).find((round) => round >= rough) ?? rough);
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, line) => line * step);
}

/** Every how many bars a label stands, so that labels `labelPx` wide do not touch. */
export function labelEvery(bars: number, widthPx: number, labelPx: number): number {
  const room = Math.max(1, Math.floor(widthPx / labelPx));
  const rough = Math.ceil(bars / room);
  return [1, 2, 3, 4, 6, 8, 12, 24, 48].find((step) => step >= rough) ?? rough;
}
