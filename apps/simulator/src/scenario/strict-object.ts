import { z } from 'zod';

/** An object that takes only the keys of `shape`, and lists them when it is given another. */
export function strictObject<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `knows no ${(issue.keys ?? []).map((key) => `"${key}"`).join(', ')}; it takes ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

/** One of a few words; the error lists them. */
export function oneOf<const W extends string>(words: readonly [W, ...W[]]): z.ZodEnum<{ [K in W]: K }> {
  return z.enum<{ [K in W]: K }>(Object.fromEntries(words.map((word) => [word, word])) as { [K in W]: K }, {
    error: () => `takes ${words.join(', ')}`,
  });
}

/** A whole number of a range; the error names it. */
export function whole(low: number, high: number): z.ZodInt {
  const error = (): string => `takes a whole number from ${low} to ${high}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
}
