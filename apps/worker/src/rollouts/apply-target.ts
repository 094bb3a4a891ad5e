import { createHash } from 'node:crypto';
import {
  canonicalPlanText,
  planSettings,
  renderSteps,
  resolveSettings,
  verifyApplied,
  type ObservedCallHome,
  type PushedKey,
} from '../../../../libs/callhome/src/index.js';
import { adc, parseShowNsConfig, parseShowNsVersion, readReply } from '../../../../libs/netscaler-cli/src/index.js';
import { type PlanTarget, type RolloutTarget, type Stores } from '../../../../libs/persistence/src/index.js';
import { SshError, type SshSession } from '../../../../libs/ssh/src/index.js';
import type { ApplianceSessions } from '../connection/appliance-sessions.js';
import { connectionTo, noteLoginRefused } from '../connection/connection-to.js';
import type { JumpWays } from '../connection/jump-ways.js';
import { orNull, readCommand } from '../sweeps/read-command.js';
import { readCallHome } from '../sweeps/read-instance.js';

/** How one target of a rollout ended, or how far it is. */
export type TargetProgress = Partial<Pick<RolloutTarget, 'state' | 'step' | 'cause' | 'verifiedAt'>>;

export interface ApplyTools {
  stores: Pick<Stores, 'appliances' | 'credentials' | 'layers' | 'readings'>;
  sessions: ApplianceSessions;
  ways: JumpWays;
  /** Notes progress that people may want to see. */
  note: (progress: TargetProgress) => Promise<void>;
}

/**
 * Applies a planned change to one appliance: reads it again, refuses if it is not what the plan saw, writes, reads back,
 * saves. It counts as applied when the appliance shows the values, not when the commands succeed.
 */
export async function applyTarget(
  tools: ApplyTools,
  target: PlanTarget & { resumed: boolean },
  signal: AbortSignal,
): Promise<TargetProgress> {
  const [facts] = await tools.stores.appliances.facts([target.applianceId]);
  if (!facts) return { state: 'failed', cause: 'retired' };
  const to = await connectionTo(facts, tools);
  if ('cause' in to) return { state: 'failed', cause: to.cause };
  try {
    return await tools.sessions.use(to, { attempt: { offeredKey: null }, signal }, (session) =>
      write(tools, { target, session }),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SshError)) throw error;
    if (error.code === 'AUTH_FAILED') await noteLoginRefused(tools.stores, target.applianceId);
    const cause = error.code.toLowerCase().replaceAll('_', '-');
    return {
      state: error.code === 'AUTH_FAILED' || error.code.startsWith('HOST_KEY') ? 'failed' : 'unreachable',
      cause,
    };
  }
}

async function write(
  tools: ApplyTools,
  { target, session }: { target: PlanTarget & { resumed: boolean }; session: SshSession },
): Promise<TargetProgress> {
  const id = target.applianceId;
  const recorded = async (shown: ObservedCallHome, progress: TargetProgress): Promise<TargetProgress> => {
    await tools.stores.readings.recordCallHome(id, shown, new Date());
    return progress;
  };
  const layersOf = await tools.stores.layers.forAppliances([id]);
  const effective = resolveSettings(layersOf(id));
  const version = await readCommand(session, adc.show.nsVersion, parseShowNsVersion);
  const release = orNull(version)?.release ?? null;
  const { observed } = await readCallHome(session, release);
  const plan = planSettings(effective, observed);
  if (plan.steps.length === 0) return recorded(observed, { state: 'unchanged', verifiedAt: new Date() });
  // A target that a lost worker left half written differs from the plan because of us; what is left is done then.
  if (!target.resumed && observedHash(canonicalPlanText(plan, observed)) !== target.observedHash) {
    return recorded(observed, { state: 'conflict', cause: 'changed-since-plan' });
  }

  await tools.note({ state: 'applying', step: 'applying' });
  const save = plan.steps.filter((step) => step.kind === 'save');
  for (const command of renderSteps(plan.steps.filter((step) => step.kind !== 'save'))) {
    const refusal = await refusalOf(session, command);
    if (refusal !== null) return { state: 'failed', step: 'applying', cause: `command-refused: ${refusal}` };
  }

  await tools.note({ step: 'verifying' });
  const after = (await readCallHome(session, release)).observed;
  const keys: PushedKey[] = plan.changes.map((change) => change.key);
  const unverified = verifyApplied(effective, after, keys);
  if (unverified.length > 0) {
    const cause = `not-verified: ${unverified.map((one) => one.key).join(', ')}`;
    return recorded(after, { state: 'failed', step: 'verifying', cause });
  }

  await tools.note({ step: 'saving' });
  for (const command of renderSteps(save)) {
    const refusal = await refusalOf(session, command);
    if (refusal !== null)
      return recorded(after, { state: 'failed', step: 'saving', cause: `save-refused: ${refusal}` });
  }
  const config = await readCommand(session, adc.show.nsConfig, parseShowNsConfig);
  const saved: ObservedCallHome = { ...after, unsaved: orNull(config)?.changedSinceSaved ?? null };
  return recorded(saved, { state: 'applied', step: 'saved', cause: null, verifiedAt: new Date() });
}

async function refusalOf(session: SshSession, command: string): Promise<string | null> {
  const reply = readReply(command, await session.run(command));
  return reply.ok ? null : (reply.refusal ?? 'refused');
}

/** What a plan keeps of a reading, to notice that it changed. */
export function observedHash(canonicalText: string): string {
  return createHash('sha256').update(canonicalText).digest('hex');
}
