import type { AuthHandlerMiddleware, AuthenticationType, ParsedKey, Prompt } from 'ssh2';
import { SshError } from './errors.js';
import { questionOf, type LoginQuestion } from './login-question.js';
import { asksForNewPassword } from './password-demand.js';
import { readPrivateKey } from './read-private-key.js';
import type { SshLogin, SshTarget } from './ssh-target.js';

/** A notice beside the questions that follow an accepted password. */
const EXPIRED = /\bpassword\b[^:]*\b(?:expired|change)/i;

/** Rounds of questions in one login; a server that asks on and on is left. */
const MOST_ROUNDS = 8;

/** One login: which secret is offered, once, and whether it has left yet. */
export interface LoginAttempt {
  readonly authHandler: AuthHandlerMiddleware;
  /** True once a secret or a signature may have been sent. */
  readonly secretOffered: boolean;
}

/**
 * Plans one login. Each secret is sent at most once: a second try of a wrong one only brings a lock-out nearer.
 * `refuse` is called when nothing is left to offer.
 * @throws {SshError} AUTH_FAILED - the private key cannot be read with this passphrase.
 */
export function planLogin(target: SshTarget, refuse: (error: SshError) => void): LoginAttempt {
  return target.login.kind === 'password'
    ? passwordLogin(target.username, target.login, refuse)
    : keyLogin(target, target.login, refuse);
}

/**
 * Offers the password by keyboard-interactive, and by `password` only where the first was not offered or refused
 * without asking (an OpenSSH server without PAM does that).
 */
function passwordLogin(
  username: string,
  login: SshLogin & { kind: 'password' },
  refuse: (error: SshError) => void,
): LoginAttempt {
  const attempt = { secretOffered: false, authHandler };
  let interactiveTried = false;
  let rounds = 0;

  function authHandler(
    methodsLeft: AuthenticationType[] | null,
    partial: boolean,
    next: Parameters<AuthHandlerMiddleware>[2],
  ): void {
    const offered = methodsLeft ?? [];
    if (partial) return refuse(new SshError('AUTH_FAILED', { reason: 'second-factor' }));
    if (attempt.secretOffered) return refuse(new SshError('AUTH_FAILED', { reason: 'refused' }));
    // Begun without asking what there is: a server that does not know it says so, and what it knows instead.
    if (!interactiveTried && (methodsLeft === null || offered.includes('keyboard-interactive'))) {
      interactiveTried = true;
      return next({ type: 'keyboard-interactive', username, prompt });
    }
    if (!offered.includes('password')) return refuse(new SshError('AUTH_FAILED', { reason: 'method-not-offered' }));
    attempt.secretOffered = true;
    next({ type: 'password', username, password: login.password.reveal() });
  }

  function prompt(...[name, instructions, , prompts, finish]: PromptArguments): void {
    rounds += 1;
    const questions = prompts.map(({ prompt: text, echo = false }) => questionOf({ text, echo }));
    // A first round's instructions may be any notice; after the password they say what the server wants next.
    const demanded = attempt.secretOffered && [name, instructions].some((text) => isDemand(text));
    if (demanded || questions.includes('new-password')) return refuse(new SshError('PASSWORD_CHANGE_REQUIRED'));
    const reason = whyUnanswered(questions, { spent: attempt.secretOffered, rounds });
    if (reason !== null) return refuse(new SshError('AUTH_FAILED', { reason }));
    attempt.secretOffered ||= questions.includes('password');
    finish(questions.map((question) => (question === 'user-name' ? username : login.password.reveal())));
  }

  return attempt;
}

function isDemand(notice: string): boolean {
  return asksForNewPassword(notice) || EXPIRED.test(notice);
}

/** Why a round is not answered, as the reason of AUTH_FAILED; null when it can be. */
function whyUnanswered(
  questions: readonly LoginQuestion[],
  { spent, rounds }: { spent: boolean; rounds: number },
): 'second-factor' | 'unknown-question' | 'asked-again' | null {
  if (questions.includes('second-factor')) return 'second-factor';
  if (questions.includes('unknown')) return 'unknown-question';
  const again = (spent && questions.includes('password')) || rounds > MOST_ROUNDS;
  return again ? 'asked-again' : null;
}

type PromptArguments = [
  name: string,
  instructions: string,
  language: string,
  prompts: Prompt[],
  finish: (answers: string[]) => void,
];

function keyLogin(
  target: SshTarget,
  login: SshLogin & { kind: 'key' },
  refuse: (error: SshError) => void,
): LoginAttempt {
  const { host, port, username } = target;
  const readable = readPrivateKey(login);
  if (readable === null) throw new SshError('AUTH_FAILED', { host, port, reason: 'key-unreadable' });
  const key: ParsedKey = readable;
  const attempt = { secretOffered: false, authHandler };
  let askedForMethods = false;

  function authHandler(
    methodsLeft: AuthenticationType[] | null,
    partial: boolean,
    next: Parameters<AuthHandlerMiddleware>[2],
  ): void {
    if (!askedForMethods) {
      askedForMethods = true;
      return next({ type: 'none', username });
    }
    if (partial) return refuse(new SshError('AUTH_FAILED', { reason: 'second-factor' }));
    if (attempt.secretOffered) return refuse(new SshError('AUTH_FAILED', { reason: 'refused' }));
    if (!(methodsLeft ?? []).includes('publickey')) {
      return refuse(new SshError('AUTH_FAILED', { reason: 'method-not-offered' }));
    }
    attempt.secretOffered = true;
    next({ type: 'publickey', username, key });
  }

  return attempt;
}
