import { z } from 'zod';

/** One variable of the environment: how it is read, and what the reference page says about it. */
export interface Setting<S extends z.ZodType> {
  readonly variable: string;
  /** Reads the text of the variable; it decides the default and words the complaint. */
  readonly schema: S;
  /** Unit or form of the value, as the reference page prints it. */
  readonly unit: string;
  /** The default in words or as text; null where there is none and the variable must be set. */
  readonly default: string | null;
  readonly sentence: string;
  /** A secret is never printed, not even in part. */
  readonly secret: boolean;
}

interface Described {
  readonly unit: string;
  readonly sentence: string;
}

/** A whole number between two bounds. `words` describes a default that differs from machine to machine. */
export function wholeNumber(
  variable: string,
  range: { from: number; to: number; default: number; words?: string },
  about: Described,
): Setting<z.ZodType<number>> {
  const advice = `${variable} must be a whole number from ${range.from} to ${range.to} (${about.unit})`;
  const schema = z
    .string()
    .default(String(range.default))
    .refine((text) => /^\d{1,15}$/.test(text), advice)
    .transform(Number)
    .refine((value) => value >= range.from && value <= range.to, advice);
  return { variable, schema, default: range.words ?? String(range.default), secret: false, ...about };
}

/** Free text with a default. */
export function text(variable: string, fallback: string, about: Described): Setting<z.ZodType<string>> {
  return { variable, schema: z.string().default(fallback), default: fallback, secret: false, ...about };
}

/** Text whose default depends on the machine or on another setting; `words` says so on the reference page. */
export function optionalText(variable: string, words: string, about: Described): Setting<z.ZodType<string | null>> {
  const schema = z
    .string()
    .optional()
    .transform((value) => value ?? null);
  return { variable, schema, default: words, secret: false, ...about };
}

/** A secret of at least `minimumLength` characters, null where it is not set. */
export function optionalSecret(
  variable: string,
  minimum: { length: number; words: string },
  about: Described,
): Setting<z.ZodType<string | null>> {
  const schema = z
    .string()
    .min(minimum.length, `${variable} must have at least ${minimum.length} characters`)
    .optional()
    .transform((value) => value ?? null);
  return { variable, schema, default: minimum.words, secret: true, ...about };
}

/** One word out of a list. */
export function oneOf<const W extends string>(
  variable: string,
  words: { all: readonly [W, ...W[]]; default: W },
  about: Described,
): Setting<z.ZodType<W>> {
  const schema = z
    .string()
    .default(words.default)
    .refine((value): value is W => words.all.some((word) => word === value), {
      error: `${variable} must be one of ${words.all.join(', ')}`,
    });
  return { variable, schema, default: words.default, secret: false, ...about };
}

/** A URL of one of the given schemes that has to be set; it may hold a password, so it counts as a secret. */
export function serverUrl(variable: string, schemes: readonly string[], about: Described): Setting<z.ZodType<string>> {
  const advice = `${variable} must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  const schema = z
    .string({ error: `${variable} is not set; npm start sets it, anything else must name the server to use` })
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), advice);
  return { variable, schema, default: null, secret: true, ...about };
}
