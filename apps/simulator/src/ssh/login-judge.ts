import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthContext, Connection, KeyboardAuthContext, PasswordAuthContext } from 'ssh2';
import type { Appliance } from '../fleet/appliance.js';
import type { TrafficStats } from '../fleet/traffic-stats.js';
import { waitLatency } from './latency.js';
import type { FaultOf } from './wire-fault.js';
import type { WireFaults } from './wire-faults.js';
import type { Wire } from './wire.js';

/** What a judge decides by. */
export interface LoginRules {
  readonly username: string;
  readonly password: string;
  readonly faults: WireFaults;
  readonly stats: TrafficStats;
}

type LoginMethods = Omit<FaultOf<'login-methods'>, 'kind' | 'count'>;
type Verdict = 'accepted' | 'refused' | 'must-change' | 'no-answer';

const USUAL_METHODS: LoginMethods = {
  methods: ['keyboard-interactive', 'password'],
  prompts: ['Password:'],
  separately: false,
  code: '',
  notice: '',
};
const MOST_ATTEMPTS = 6;
const NEW_PASSWORD_PROMPTS = ['Please change the default password.\nNew password: ', 'Retype new password: '];

/** Decides who may log in to one appliance, and remembers how often in a row nobody might. */
export class LoginJudge {
  private failures = 0;
  /** Until when (epoch milliseconds) all are refused, and the fault that says so: without it, the lock is off. */
  private lock: { readonly fault: FaultOf<'lock-out'>; readonly until: number } | null = null;

  constructor(
    private readonly appliance: Appliance,
    private readonly rules: LoginRules,
  ) {}

  /** Answers every attempt to log in on a connection. */
  attend(connection: Connection, wire: Wire): void {
    const { appliance } = this;
    const usual = this.rules.faults.take(appliance, 'login-methods') ?? USUAL_METHODS;
    let attempts = 0;
    const refuse = (request: AuthContext): void => {
      attempts += 1;
      this.rules.stats.of(appliance).authFailed += 1;
      if (attempts >= MOST_ATTEMPTS) connection.end();
      request.reject([...usual.methods]);
    };
    connection.on('authentication', (request) => {
      const conclude = (isRight: boolean): void =>
        void this.judge(isRight && request.username === this.rules.username, wire).then((verdict) => {
          if (verdict === 'accepted') request.accept();
          else if (verdict === 'refused') refuse(request);
          else if (verdict === 'must-change') askForNewPassword(request, () => refuse(request));
        });
      if (request.method === 'password' && usual.methods.includes('password')) {
        conclude(isSame(request.password, this.rules.password));
      } else if (request.method === 'keyboard-interactive' && usual.methods.includes('keyboard-interactive')) {
        this.ask(request, usual, conclude);
      } else {
        request.reject([...usual.methods]);
      }
    });
  }

  private async judge(isRight: boolean, wire: Wire): Promise<Verdict> {
    const { appliance } = this;
    const { faults } = this.rules;
    await waitLatency(appliance, faults, null);
    const cut = faults.take(appliance, 'cut', ({ at }) => at === 'login');
    if (cut !== null) wire.cut(cut.reset);
    const hangs = cut === null && faults.take(appliance, 'hang', ({ at }) => at === 'login') !== null;
    if (hangs) wire.freeze();
    if (cut !== null || hangs) return 'no-answer';
    const lockOut = faults.peek(appliance, 'lock-out');
    const isLocked = lockOut !== null && this.lock?.fault === lockOut && Date.now() < this.lock.until;
    if (isLocked || faults.take(appliance, 'wrong-password') !== null || !isRight) {
      this.failures += 1;
      if (lockOut !== null && !isLocked && this.failures >= lockOut.failures) {
        this.lock = { fault: lockOut, until: Date.now() + lockOut.forMs };
        this.failures = 0;
      }
      return 'refused';
    }
    this.failures = 0;
    return faults.take(appliance, 'password-change', ({ at }) => at === 'login') === null ? 'accepted' : 'must-change';
  }

  private ask(request: KeyboardAuthContext, how: LoginMethods, conclude: (isRight: boolean) => void): void {
    const isRight = (answer: string, at: number): boolean =>
      isSame(answer, /password/i.test(how.prompts[at] ?? '') ? this.rules.password : how.code);
    const given: string[] = [];
    const rounds = how.separately ? how.prompts.map((prompt) => [prompt]) : [how.prompts];
    const askRound = (round: number): void => {
      const prompts = rounds[round];
      if (prompts === undefined) return conclude(given.length === how.prompts.length && given.every(isRight));
      request.prompt(
        prompts.map((prompt) => ({ prompt, echo: !/password/i.test(prompt) })),
        (answers) => {
          // Another attempt takes the place of one that still waits; the library then gives an error for answers.
          if (!Array.isArray(answers)) return;
          given.push(...answers);
          askRound(round + 1);
        },
      );
    };
    if (how.notice === '') askRound(0);
    else request.prompt([], '', how.notice, () => askRound(0));
  }
}

function askForNewPassword(request: AuthContext, then: () => void): void {
  if (isPasswordRequest(request)) request.requestChange(NEW_PASSWORD_PROMPTS[0] ?? '', then);
  else if (request.method === 'keyboard-interactive') {
    request.prompt(
      NEW_PASSWORD_PROMPTS.map((prompt) => ({ prompt, echo: false })),
      then,
    );
  }
}

function isPasswordRequest(request: AuthContext): request is PasswordAuthContext {
  return request.method === 'password';
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
