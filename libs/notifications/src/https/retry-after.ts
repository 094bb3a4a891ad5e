/** RFC 9110 §5.6.7; the two older date forms are accepted as `Date.parse` reads them. */
const LOOKS_LIKE_DATE = /^[A-Z][a-z]{2,8},? /;

/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3), whole seconds or a date, as milliseconds after `nowMs` (epoch
 * milliseconds). A date in the past gives 0; null means that no usable wait was named.
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!LOOKS_LIKE_DATE.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
