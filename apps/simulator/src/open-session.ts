import { AdcSession } from './adc/adc-session.js';
import type { BundleWriter } from './bundles/bundle-writer.js';
import type { Appliance } from './fleet/appliance.js';
import type { CommandLog } from './fleet/command-log.js';
import { answeringNode } from './fleet/build-standalone.js';
import type { CliSession, Terminal } from './ssh/cli-session.js';
import { isRefused, type GiveByHand } from './ssh/run-command.js';
import type { OutputStyle } from './svm/render-records.js';
import type { InstanceActor } from './svm/svm-call.js';
import { SvmSession } from './svm/svm-session.js';
import { TerminalSession } from './terminal-session.js';

/** What the sessions of all appliances share. */
export interface SessionFactory {
  readonly username: string;
  readonly style: OutputStyle;
  readonly bundles: BundleWriter;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Says that an appliance changed. */
  readonly changed: () => void;
  readonly act: InstanceActor;
}

/** A fresh command line on an appliance; on the address of a cluster its coordinator answers. */
export function openSession(factory: SessionFactory, appliance: Appliance, terminal: Terminal | null): CliSession {
  const { username, style, bundles, now, changed, act } = factory;
  if (appliance.kind === 'host') {
    const session = new SvmSession({ host: appliance, style, bundles, now, act });
    return new TerminalSession(session, appliance.terminal, terminal);
  }
  const instance = answeringNode(appliance);
  const atClusterAddress = instance !== appliance;
  const session = new AdcSession({ instance, atClusterAddress, bundles, now, changed }, username);
  return new TerminalSession(session, instance.terminal, terminal);
}

/** Gives lines at logins of their own, in other names; each is noted with its name and a login of its own. */
export function handOn(factory: SessionFactory, log: CommandLog): GiveByHand {
  return async (appliance, { line, user }) => {
    const session = openSession({ ...factory, username: user }, appliance, null);
    const conclude = log.add(appliance, { channel: 'control', session: log.nextSession(), user }, line);
    const { text } = await session.run(line, () => undefined);
    conclude(isRefused(text) ? 'refused' : 'done');
    return text;
  };
}
