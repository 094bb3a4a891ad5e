import {
  appliedAfter,
  planRollback,
  sameValue,
  type ObservedCallHome,
  type RollbackPlan,
} from '../../../../libs/callhome/src/index.js';
import { adc, parseShowNsConfig } from '../../../../libs/netscaler-cli/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import { orNull, readCommand } from '../sweeps/read-command.js';
import { readCallHome } from '../sweeps/read-instance.js';
import type { TargetInHand } from './apply-target.js';
import { onSession } from './on-session.js';
import { isSaved, saveRule } from './planned-change.js';
import { readTarget } from './read-target.js';
import { sendSteps } from './send-steps.js';
import type { TargetTools } from './target-context.js';
import type { TargetRun } from './target-run.js';

/** Written down with the first command, since afterwards the appliance has unsaved changes in any case. */
const UNDOING = { saving: 'undoing', notSaving: 'undoing-without-save' } as const;

/**
 * Gives one appliance back what a rollout changed on it, from the reading before the change. What somebody else has
 * changed since is left alone and listed. A rollback that was taken over does only what is missing.
 */
export async function rollBackTarget(tools: TargetTools, hand: TargetInHand): Promise<void> {
  const { target, context, signal } = hand;
  const { facts } = context;
  if (facts === null) return target.move('rollback-failed', { cause: 'retired' });
  const lost = await onSession(tools, { facts, signal }, async (session) => {
    const { release, shows, mayBeWritten } = await readTarget(session, facts);
    if (!mayBeWritten) return target.move('rollback-failed', { cause: 'not-primary-any-more' });
    await giveBack(tools, hand, { session, release, shows });
  });
  if (lost !== null) await target.move('rollback-failed', { cause: lost.cause });
}

interface Reached {
  session: SshSession;
  release: string | null;
  shows: ObservedCallHome;
}

async function giveBack(tools: TargetTools, hand: TargetInHand, { session, release, shows }: Reached): Promise<void> {
  const { target, context, signal } = hand;
  const record = (read: ObservedCallHome) => tools.stores.readings.recordCallHome(target.id, read, new Date());
  const { before, made, step } = target.known;
  // Nothing was ever sent to it.
  if (before === null) return target.move('rolled-back', { step: null });
  const saveConfig = saveRule(target.planned);
  const plan = planRollback({ changes: made, before, shows, saveConfig, applied: context.applied });
  const leftovers = plan.conflicts.map(({ key }) => key);
  const fail = async (cause: string, read: ObservedCallHome): Promise<void> => {
    await record(read);
    await target.move('rollback-failed', { cause, leftovers });
  };
  const isResumed = step === UNDOING.saving || step === UNDOING.notSaving;
  const saves = isResumed ? step === UNDOING.saving : plan.steps.some(({ kind }) => kind === 'save');
  const steps = plan.steps.filter(({ kind }) => kind !== 'save');
  const sending = { target, session, signal, undoing: true };

  let after = shows;
  if (steps.length > 0) {
    const change = { step: saves ? UNDOING.saving : UNDOING.notSaving };
    const refusal = await sendSteps(sending, steps, change);
    after = (await readCallHome(session, release)).observed;
    if (refusal !== null) return fail(`command-refused: ${refusal}`, after);
    const unverified = plan.changes.filter(({ key }) => !sameValue(after[key], before[key]));
    if (unverified.length > 0) return fail(`not-verified: ${unverified.map(({ key }) => key).join(', ')}`, after);
  }
  if (saves && !isSaved(target.commands, { undoing: true, unsaved: after.unsaved })) {
    const refusal = await sendSteps(sending, [{ kind: 'save' }]);
    const config = await readCommand(session, adc.show.nsConfig, parseShowNsConfig);
    after = { ...after, unsaved: orNull(config)?.changedSinceSaved ?? null };
    if (refusal !== null) return fail(`save-refused: ${refusal}`, after);
  }
  await record(after);
  await target.move('rolled-back', { step: 'rolled-back', leftovers }, resultOf(target, { plan, before, after }));
}

/** What is there now was asked for by the rollback; what it left alone keeps what was on record. */
function resultOf(
  { known, rolloutId }: TargetRun,
  { plan, before, after }: { plan: RollbackPlan; before: ObservedCallHome; after: ObservedCallHome },
) {
  const asked = known.made
    .filter(({ key }) => !plan.conflicts.some((conflict) => conflict.key === key))
    .map(({ key }) => ({ key, to: before[key] }));
  return { values: appliedAfter({}, { asked, read: after, at: new Date().toISOString(), rolloutId }), conflicts: [] };
}
