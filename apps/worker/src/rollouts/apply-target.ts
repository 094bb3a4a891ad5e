import {
  appliedAfter,
  askedOf,
  verifyApplied,
  type AppliedSettings,
  type ObservedCallHome,
  type PushedKey,
} from '../../../../libs/callhome/src/index.js';
import { adc, parseShowNsConfig } from '../../../../libs/netscaler-cli/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import { orNull, readCommand } from '../sweeps/read-command.js';
import { readCallHome } from '../sweeps/read-instance.js';
import { onSession } from './on-session.js';
import { isSaved, keysOf, madeBy, saveRule, todoOf, wantedBy } from './planned-change.js';
import { isPeerSynced } from './read-peer.js';
import { readTarget, type TargetReading } from './read-target.js';
import { sendSteps } from './send-steps.js';
import type { TargetContext, TargetTools } from './target-context.js';
import type { TargetRun } from './target-run.js';

/** A target in hand. */
export interface TargetInHand {
  target: TargetRun;
  context: TargetContext;
  signal: AbortSignal;
}

/**
 * Applies a planned change to one appliance: reads it again, leaves it alone if it is not what the plan saw, writes what
 * is missing, reads back, saves. It counts as applied when the appliance shows the values, not when the commands succeed.
 * A target that was taken over goes on from what the appliance shows and from the commands that are on record.
 */
export async function applyTarget(tools: TargetTools, hand: TargetInHand): Promise<void> {
  const { target, context, signal } = hand;
  const { facts } = context;
  if (facts === null) return leaveAlone(target, 'retired');
  const lost = await onSession(tools, { facts, signal }, async (session) => {
    const reading = await readTarget(session, facts);
    if (!reading.mayBeWritten) return leaveAlone(target, 'not-primary-any-more');
    await new Application(tools, hand, session).run(reading);
  });
  if (lost !== null) {
    await target.move(lost.event, { cause: lost.cause, made: madeBy(factsOf(target), null) });
  }
}

/** Nothing was sent by us: skipped. Otherwise it holds a part of the change, which must not look like nothing. */
async function leaveAlone(target: TargetRun, cause: string): Promise<void> {
  if (!target.hasWritten) return target.move('skip', { cause });
  return target.move('fail', { cause, made: madeBy(factsOf(target), null) });
}

const factsOf = ({ planned, commands, known }: TargetRun) => ({ planned, commands, before: known.before });

/** The part that needs a session. */
class Application {
  private readonly target: TargetRun;

  constructor(
    private readonly tools: TargetTools,
    private readonly hand: TargetInHand,
    private readonly session: SshSession,
  ) {
    this.target = hand.target;
  }

  async run({ shows, release }: TargetReading): Promise<void> {
    const { target } = this;
    const { planned, known } = target;
    const todo = todoOf({ ...factsOf(target), made: known.made, shows, applied: this.hand.context.applied });
    if (todo.unreadable.length > 0) return this.fail('checking', `not-readable: ${todo.unreadable.join(', ')}`, shows);
    if (todo.conflicts.length > 0) return this.conflict(shows, todo.conflicts);
    if (todo.steps.length === 0 && !target.hasWritten) {
      await this.record(shows);
      return target.move('same', { step: 'checked', verifiedAt: new Date() }, this.resultOf(shows));
    }

    let after = shows;
    if (todo.steps.length > 0) {
      await target.move('apply', { step: 'applying', before: known.before ?? shows });
      const refusal = await sendSteps(this.sending, todo.steps);
      after = (await readCallHome(this.session, release)).observed;
      if (refusal !== null) return this.fail('applying', `command-refused: ${refusal}`, after);
    }
    await target.move('verify', { step: 'verifying', made: madeBy(factsOf(target), after) });
    const unverified = verifyApplied(wantedBy(planned), after, keysOf(planned));
    if (unverified.length > 0) {
      return this.fail('verifying', `not-verified: ${unverified.map(({ key }) => key).join(', ')}`, after);
    }
    await this.save(after, release);
  }

  private async save(after: ObservedCallHome, release: string | null): Promise<void> {
    const { target } = this;
    let shown = after;
    if (this.isToBeSaved && !isSaved(target.commands, { undoing: false, unsaved: after.unsaved })) {
      await target.move('save', { step: 'saving' });
      const refusal = await sendSteps(this.sending, [{ kind: 'save' }]);
      const config = await readCommand(this.session, adc.show.nsConfig, parseShowNsConfig);
      shown = { ...after, unsaved: orNull(config)?.changedSinceSaved ?? null };
      if (refusal !== null) return this.fail('saving', `save-refused: ${refusal}`, shown);
    }
    await this.record(shown);
    const { planned } = target;
    const { facts } = this.hand.context;
    const pair = { planned, release, signal: this.hand.signal };
    const peerSynced = facts === null ? null : await isPeerSynced(this.tools, { ...pair, facts });
    const step = this.isToBeSaved ? 'saved' : 'not-saved';
    await target.move('applied', { step, peerSynced, verifiedAt: new Date() }, this.resultOf(shown));
  }

  private get sending() {
    return { target: this.target, session: this.session, signal: this.hand.signal, undoing: false };
  }

  private get isToBeSaved(): boolean {
    const rule = saveRule(this.target.planned);
    return rule === 'always' || (rule === 'when-clean' && this.target.known.before?.unsaved !== true);
  }

  private async fail(step: string, cause: string, shows: ObservedCallHome): Promise<void> {
    await this.record(shows);
    await this.target.move('fail', { step, cause, made: madeBy(factsOf(this.target), shows) });
  }

  private async conflict(shows: ObservedCallHome, conflicts: readonly PushedKey[]): Promise<void> {
    await this.record(shows);
    const change = {
      cause: `changed-since-plan: ${conflicts.join(', ')}`,
      made: madeBy(factsOf(this.target), shows, conflicts),
    };
    await this.target.move('conflict', change, { values: {}, conflicts });
  }

  private record(shows: ObservedCallHome): Promise<void> {
    return this.tools.stores.readings.recordCallHome(this.target.id, shows, new Date());
  }

  private resultOf(read: ObservedCallHome): { values: AppliedSettings; conflicts: readonly PushedKey[] } {
    const { planned, rolloutId } = this.target;
    const asked = askedOf(this.hand.context.effective, { changes: planned.changes, read });
    return { values: appliedAfter({}, { asked, read, at: new Date().toISOString(), rolloutId }), conflicts: [] };
  }
}
