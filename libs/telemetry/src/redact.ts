const SECRET_KEY = /pass(word|phrase|wd)|secret|token|authori[sz]ation|cookie|(private|master|api).?key/i;
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi;
const MAX_DEPTH = 8;

/** What a redacted value reads as. */
export const REDACTED = '[secret]';

/**
 * Copies a value without its secrets: whatever stands under a key named like a secret, and the password inside any
 * URL. Errors and class instances pass as they are (their own serialiser or `toJSON` speaks for them); below eight
 * levels only `[deep]` is left.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(URL_PASSWORD, `$1:${REDACTED}@`);
  if (!isPlain(value)) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).map(([key, inner]) => [key, redactEntry(key, inner, depth)] as const);
  return Object.fromEntries(entries);
}

function redactEntry(key: string, inner: unknown, depth: number): unknown {
  if (SECRET_KEY.test(key) && inner !== null && inner !== undefined && typeof inner !== 'boolean') return REDACTED;
  return redact(inner, depth + 1);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The same for one JSON line. Most lines hold nothing that looks like a secret and pass untouched, so the price is one
 * search.
 */
export function redactLine(line: string): string {
  if (!SECRET_KEY.test(line) && !line.includes('://')) return line;
  return `${JSON.stringify(redact(JSON.parse(line)))}\n`;
}
