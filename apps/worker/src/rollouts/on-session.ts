import type { ApplianceFacts } from '../../../../libs/persistence/src/index.js';
import { SshError, type SshSession } from '../../../../libs/ssh/src/index.js';
import type { Attempt } from '../connection/appliance-sessions.js';
import { connectionTo, noteLoginRefused } from '../connection/connection-to.js';
import { outcomeOfFailure } from '../connection/outcome-of-failure.js';
import type { TargetTools } from './target-context.js';

/** Why an appliance could not be worked on, or not to the end. */
interface Lost {
  /** `unreachable`: it may be so only for now. `fail`: somebody has to do something. */
  event: 'fail' | 'unreachable';
  cause: string;
}

/**
 * Does `work` on a session to an appliance; answers why there is none, or why it ended early.
 * @throws whatever `work` throws that is no SSH failure, and the reason of `signal`.
 */
export async function onSession(
  tools: TargetTools,
  { facts, signal }: { facts: ApplianceFacts; signal: AbortSignal },
  work: (session: SshSession) => Promise<void>,
): Promise<Lost | null> {
  const to = await connectionTo(facts, tools);
  if ('cause' in to) return { event: 'fail', cause: to.cause };
  const attempt: Attempt = { offeredKey: null };
  try {
    await tools.sessions.use(to, { attempt, signal }, work);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SshError)) throw error;
    const outcome = outcomeOfFailure(error, attempt);
    if (outcome.kind === 'read') throw error;
    if (outcome.kind === 'login-failed') await noteLoginRefused(tools.stores, facts.appliance.id);
    return { event: outcome.kind === 'unreachable' ? 'unreachable' : 'fail', cause: outcome.cause };
  }
}
