import { renderSteps, type PushedKey, type Step } from '../../../../libs/callhome/src/index.js';
import { readReply } from '../../../../libs/netscaler-cli/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import type { TargetChange, TargetRun } from './target-run.js';

const ANSWER_MAX_CHARS = 2000;

/** The setting that a step is for; null: the save. */
const KEY_OF_STEP = {
  enable: 'enabled',
  disable: 'enabled',
  setMode: 'mode',
  clearMode: 'mode',
  setEmail: 'emailAddress',
  clearEmail: 'emailAddress',
  setHeartbeat: 'heartbeatIntervalDays',
  clearHeartbeat: 'heartbeatIntervalDays',
  setProxy: 'proxy',
  clearProxy: 'proxy',
  setUploadAlarm: 'uploadAlarm',
  save: null,
} as const satisfies Record<Step['kind'], PushedKey | null>;

/** Where commands go, and who is told of them. */
interface Sending {
  target: TargetRun;
  session: Pick<SshSession, 'run'>;
  signal: AbortSignal;
  undoing: boolean;
}

/**
 * Sends the commands of some steps, each noted before it goes out. `change` is written down with the first.
 * @returns the appliance's words where it refused one, after which none was sent; null if it took them all.
 */
export async function sendSteps(
  { target, session, signal, undoing }: Sending,
  steps: readonly Step[],
  change: TargetChange = {},
): Promise<string | null> {
  for (const step of steps) {
    for (const command of renderSteps([step])) {
      const answered = await target.begin({ command, key: KEY_OF_STEP[step.kind], undoing }, change);
      signal.throwIfAborted();
      const output = await session.run(command);
      const { ok, refusal, warnings, text } = readReply(command, output);
      answered({ ok, answer: storableText([refusal, ...warnings, text]) });
      if (!ok) return refusal ?? 'refused';
    }
  }
  return null;
}

/** The database takes no zero bytes and no halves of a character, and an answer has no bound of its own. */
function storableText(parts: readonly (string | null)[]): string | null {
  const text = parts.filter((part) => part !== null && part !== '').join('\n');
  return text === '' ? null : Buffer.from(text.replaceAll('\0', '')).toString('utf8').slice(0, ANSWER_MAX_CHARS);
}
