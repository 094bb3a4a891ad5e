import { adc, parseShowNsVersion, parseShowSystemstatus, svm } from '../../../../libs/netscaler-cli/src/index.js';
import type { ConnectionStepName } from '../../../../libs/fleet/src/index.js';
import type { ApplianceFacts, ConnectionTest } from '../../../../libs/persistence/src/index.js';
import type { SessionProgress, SshSession } from '../../../../libs/ssh/src/index.js';
import type { Attempt } from '../connection/appliance-sessions.js';
import { readCommand } from '../sweeps/read-command.js';
import { ConnectionSteps } from './connection-steps.js';

const STEP_OF: Record<SessionProgress['at'], ConnectionStepName> = {
  address: 'name',
  connected: 'tcp',
  key: 'key',
  login: 'login',
  channel: 'prompt',
};

/** One connection test: watches a session open, asks one question on it, and says how far it came. */
export class ConnectionTestRun {
  private readonly steps = new ConnectionSteps();
  private readonly startedAt = new Date();
  private problem: string | null = null;

  constructor(private readonly target: ApplianceFacts) {}

  /** What to hand to the session that is to be watched. */
  readonly progress = ({ at, found }: SessionProgress): void => this.steps.pass(STEP_OF[at], found);

  /** Asks the appliance what it is. */
  async ask(session: SshSession): Promise<void> {
    const isHost = this.target.appliance.kind === 'sdx-host';
    const answer = isHost
      ? await readCommand(session, svm.show.systemstatus, parseShowSystemstatus)
      : await readCommand(session, adc.show.nsVersion, parseShowNsVersion);
    if ('unreadable' in answer) this.problem = answer.unreadable === 'failed' ? 'answer-unreadable' : 'command-refused';
    else this.steps.pass('command', 'release' in answer ? `${answer.release}-${answer.build}` : answer.build);
  }

  /** @param cause why the whole reading failed; null if it did not */
  result(cause: string | null, attempt: Attempt): ConnectionTest {
    const { fingerprint } = attempt.offeredKey ?? {};
    const about = cause?.startsWith('host-key') || cause?.startsWith('certificate') ? (fingerprint ?? null) : null;
    return {
      applianceId: this.target.appliance.id,
      at: this.startedAt,
      tookMs: Date.now() - this.startedAt.getTime(),
      steps: this.steps.list(this.problem ?? cause, about),
    };
  }
}
