import { CONNECTION_STEPS, type ConnectionStepName } from '../../../../libs/fleet/src/index.js';
import type { TestedStep } from '../../../../libs/persistence/src/index.js';

/** Longest text kept of what a step found. */
const FOUND_CHARACTERS = 200;

/** Notes how far a connection came: the steps are passed in order, and the first that is not passed has failed. */
export class ConnectionSteps {
  private readonly passed: TestedStep[] = [];
  private last: number;

  /** @param now milliseconds of any clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.last = this.now();
  }

  /** Notes that this step, and with it every one before, is passed. What was passed before stays as it is. */
  pass(step: ConnectionStepName, found: string | null = null): void {
    const position = CONNECTION_STEPS.indexOf(step);
    for (const each of CONNECTION_STEPS.slice(this.passed.length, position + 1)) {
      this.passed.push(this.step(each, 'ok', { found: each === step ? found : null, cause: null }));
    }
  }

  /** All steps: those passed, the one that failed if `cause` is given, and the rest as not tried. */
  list(cause: string | null, found: string | null = null): TestedStep[] {
    const rest = CONNECTION_STEPS.slice(this.passed.length);
    if (cause === null) return [...this.passed, ...rest.map(notTried)];
    const [failed, ...untried] = rest;
    if (failed !== undefined)
      return [...this.passed, this.step(failed, 'failed', { found, cause }), ...untried.map(notTried)];
    // What is wrong with an answer is known only after all of them: the last step takes it.
    return this.passed.map((step, at) => (at === this.passed.length - 1 ? { ...step, state: 'failed', cause } : step));
  }

  private step(
    step: ConnectionStepName,
    state: 'ok' | 'failed',
    { found, cause }: { found: string | null; cause: string | null },
  ): TestedStep {
    const at = this.now();
    const tookMs = Math.round(at - this.last);
    this.last = at;
    return { step, state, tookMs, found: found?.slice(0, FOUND_CHARACTERS) ?? null, cause };
  }
}

const notTried = (step: ConnectionStepName): TestedStep => ({
  step,
  state: 'not-tried',
  tookMs: null,
  found: null,
  cause: null,
});
