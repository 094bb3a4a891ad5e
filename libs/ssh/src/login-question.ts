import { asksForNewPassword } from './password-demand.js';

/** What one prompt of a login wants to know. */
export type LoginQuestion = 'password' | 'user-name' | 'second-factor' | 'new-password' | 'unknown';

export interface LoginPrompt {
  readonly text: string;
  /** True when the answer would be shown while it is typed. */
  readonly echo: boolean;
}

/** Codes that change with every login; one is never the password, so the password must not be sent for it. */
const SECOND_FACTOR =
  /\b(?:pass|verification |security |access )?code\b|\b(?:e-?mail|soft|hard)?token\b|\bt?otp\b|\bone[- ]time\b|\bauthenticator\b|\b(?:2|second|two)[- ]?fa(?:ctor)?\b|\byubikey\b|\bduo\b|\bchallenge\b|\bresponse\b/i;

const PASSWORD = /pass ?(?:word|wort|phrase)|kennwort|mot de passe|contrase[nñ]a|senha|\bpwd?\b|パスワード|密码|密碼/i;

const USER_NAME = /(?:^|\s)(?:log ?in(?: (?:name|as|id))?|user(?: ?name| ?id)?|account(?: name)?)\s*[:>?]?\s*$/i;

/**
 * Says what is asked. A hidden answer to words nobody knows is taken for a password, in whatever language; a visible
 * one is not, because no login shows a password while it is typed.
 */
export function questionOf({ text, echo }: LoginPrompt): LoginQuestion {
  if (asksForNewPassword(text)) return 'new-password';
  if (SECOND_FACTOR.test(text)) return 'second-factor';
  if (PASSWORD.test(text)) return 'password';
  if (USER_NAME.test(text)) return 'user-name';
  return echo ? 'unknown' : 'password';
}
