/** Words of a question for a new password; they differ between builds and between login programs. */
const NEW_PASSWORD =
  /\b(?:new|old|current|expired|retype|repeat|verify|re-?enter|confirm)\b[^:\n]*\bpassword\b|\bpassword\b[^:\n]*\bagain\b/i;

/** `Do you want to change your password now (Y/N)?` */
const OFFER = /\b(?:change|reset)\b[^\n]*\bpassword\b[^\n]*(?:\?|\by(?:es)?\/n(?:o)?\b)/i;

/** Longest question looked for on a terminal's last line. */
const QUESTION_LENGTH = 200;

/**
 * Does this question ask for a new password, or for the old one in order to change it? Such questions end in
 * `assword:` like that of a login, and answering one by accident would set a password.
 */
export function asksForNewPassword(question: string): boolean {
  return NEW_PASSWORD.test(question) || OFFER.test(question);
}

/**
 * Does this unfinished line of a terminal ask for a new password? Only a question does: notices that merely speak of
 * changing a password come with every command of some builds.
 */
export function demandsNewPassword(line: string): boolean {
  if (line.length > QUESTION_LENGTH || !/[:?)\]] ?$/.test(line)) return false;
  return asksForNewPassword(line);
}
