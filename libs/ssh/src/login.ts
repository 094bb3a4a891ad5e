import type { AuthHandlerMiddleware, AuthenticationType, ParsedKey, Prompt } from 'ssh2';
import ssh2 from 'ssh2';
import { SshError } from './errors.js';
import type { SshLogin, SshTarget } from './ssh-target.js';

/** Words of a demand for a new password; wording differs between builds and between login programs. */
const NEW_PASSWORD =
  /\b(?:new|old|current|expired|retype|re-?enter|confirm)\b[^:]*\bpassword\b|\bpassword\b[^:]*\b(?:expired|change)/i;

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
  let askedForMethods = false;
  let interactiveTried = false;

  function authHandler(
    methodsLeft: AuthenticationType[] | null,
    _partial: boolean,
    next: Parameters<AuthHandlerMiddleware>[2],
  ): void {
    if (!askedForMethods) {
      askedForMethods = true;
      return next({ type: 'none', username });
    }
    const offered = methodsLeft ?? [];
    if (attempt.secretOffered) return refuse(new SshError('AUTH_FAILED', { reason: 'refused' }));
    if (!interactiveTried && offered.includes('keyboard-interactive')) {
      interactiveTried = true;
      return next({ type: 'keyboard-interactive', username, prompt });
    }
    if (!offered.includes('password')) return refuse(new SshError('AUTH_FAILED', { reason: 'method-not-offered' }));
    attempt.secretOffered = true;
    next({ type: 'password', username, password: login.password.reveal() });
  }

  function prompt(...[, instructions, , prompts, finish]: PromptArguments): void {
    // A first round's instructions may be any notice; after the password they say what the server wants next.
    const texts = prompts.map((asked) => asked.prompt);
    if (attempt.secretOffered) texts.push(instructions);
    if (texts.some((text) => NEW_PASSWORD.test(text))) {
      return refuse(new SshError('PASSWORD_CHANGE_REQUIRED'));
    }
    if (attempt.secretOffered) return refuse(new SshError('AUTH_FAILED', { reason: 'asked-again' }));
    attempt.secretOffered = true;
    finish(prompts.map(() => login.password.reveal()));
  }

  return attempt;
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

/** Null when it cannot be read. The parser's own message is dropped: it may quote the key. */
function readPrivateKey(login: SshLogin & { kind: 'key' }): ParsedKey | null {
  const parsed = ssh2.utils.parseKey(login.privateKey.reveal(), login.passphrase?.reveal());
  const [key] = [parsed].flat(); // the parser returns a list for files in OpenSSH's own format
  return key === undefined || key instanceof Error || !key.isPrivateKey() ? null : key;
}
