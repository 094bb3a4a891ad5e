import type { ObservedCallHome } from '../../../../libs/callhome/src/index.js';
import { adc, parseShowNsVersion } from '../../../../libs/netscaler-cli/src/index.js';
import type { ApplianceFacts } from '../../../../libs/persistence/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import { AnswerReader } from '../sweeps/answer-reader.js';
import { orNull, readCommand } from '../sweeps/read-command.js';
import { readDeployment } from '../sweeps/read-deployment.js';
import { readCallHome } from '../sweeps/read-instance.js';

/** What is read of an appliance before anything is written to it. */
export interface TargetReading {
  release: string | null;
  shows: ObservedCallHome;
  /** False for the secondary of a pair: what is written there is lost at the next synchronisation. */
  mayBeWritten: boolean;
}

export async function readTarget(session: SshSession, facts: ApplianceFacts): Promise<TargetReading> {
  const release = orNull(await readCommand(session, adc.show.nsVersion, parseShowNsVersion))?.release ?? null;
  const { observed, config } = await readCallHome(session, release);
  const known = orNull(config);
  const word = (known?.node ?? '').trim().toLowerCase();
  if (word === 'primary' || word === 'secondary' || facts.observation.mode !== 'ha') {
    return { release, shows: observed, mayBeWritten: word !== 'secondary' };
  }
  const claim = await readDeployment(new AnswerReader(session), { config: known, listed: null });
  const isPrimary = claim?.mode !== 'ha' || claim.ha?.role === 'primary';
  return { release, shows: observed, mayBeWritten: isPrimary };
}
