/** What stands in the place of a cut word. */
export const SECRET_CUT = '[cut]';

// One word or one quoted text after the argument. Every quantifier is bounded: the text is an appliance's.
const ARGUMENT =
  /(?<before>-(?:password|passwd|passphrase|authToken|secret|passcrypt|sharedSecret)[ \t]{1,8})(?:"[^"\r\n]{0,1000}"?|[^\s"]{1,1000})/gi;
const LABEL =
  /(?<before>\b(?:password|passphrase|auth[ _]?token|secret)[ \t]{0,8}[:=][ \t]{0,8})(?:"[^"\r\n]{0,1000}"?|[^\s"]{1,1000})/gi;
const IN_ADDRESS = /(?<before>(?:-proxy[ \t]{1,8}|:\/\/)[^\s:@/]{1,64}:)[^\s@]{1,256}(?=@)/gi;

/**
 * Replaces what looks like a password or a token in an appliance's output; the rest stays as it is, line by line.
 * Reading commands print no secret that we know of, but what is kept for people to open must not depend on that.
 */
export function cutSecrets(text: string): string {
  const cut = `$<before>${SECRET_CUT}`;
  return text.replace(ARGUMENT, cut).replace(LABEL, cut).replace(IN_ADDRESS, cut);
}
