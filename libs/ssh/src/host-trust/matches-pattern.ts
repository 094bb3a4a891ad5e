/**
 * True if the text matches a pattern in which `*` stands for any characters and `?` for one; case does not matter
 * (PATTERNS of ssh_config(5)). Takes at most length times length steps, whatever the pattern is.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()];
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let position = 0; position < given.length;) {
    const sign = wanted[at];
    if (sign === '*') {
      star = at++;
      resumeAt = position;
    } else if (sign === '?' || sign === given[position]) {
      at++;
      position++;
    } else if (star === -1) {
      return false;
    } else {
      at = star + 1;
      position = ++resumeAt;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

/** Patterns of which one may be negated by a leading `!`: a negated one that matches outdoes all others. */
export function matchesPatterns(patterns: readonly string[], text: string): boolean {
  const isNegated = (pattern: string) => pattern.startsWith('!');
  if (patterns.some((pattern) => isNegated(pattern) && matchesPattern(pattern.slice(1), text))) return false;
  return patterns.some((pattern) => !isNegated(pattern) && matchesPattern(pattern, text));
}
