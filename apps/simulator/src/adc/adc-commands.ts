import type { SimulatedInstance } from '../fleet/appliance.js';
import { applyConfig, saveConfig, type AdcCall } from './adc-call.js';
import { done, refused, type Answer } from './answer.js';
import { setCallhome, unsetCallhome, type CallhomeChange } from './callhome-arguments.js';
import type { Word } from './command-line.js';
import { featureAcronym, orderFeatures, showFeatures } from './features.js';
import { nsConf } from './ns-conf.js';
import { showCallhome } from './show-callhome.js';
import { CLUSTER_LEGEND, showClusterInstance, showClusterNode } from './show-cluster.js';
import * as facts from './show-facts.js';
import { showHardware } from './show-hardware.js';
import { showCapacity, showLicense, showLicenseServer } from './show-license.js';
import { statNs, statSsl, statSystem, type StatView } from './show-stats.js';
import { showTechSupport } from './tech-support.js';

interface Command {
  /** Words of the command; one in brackets may be left out. */
  readonly name: string;
  readonly run: (call: AdcCall) => Answer | Promise<Answer>;
}

const UPLOAD_ALARM = 'CALLHOME-UPLOAD-EVENT';

/** Every command of an instance's line, but for those that change the session itself. */
const COMMAND_TABLE: readonly Command[] = [
  { name: 'show callhome', run: ({ context }) => done(showCallhome(context.instance)) },
  { name: 'set callhome', run: (call) => changeCallhome(call, setCallhome) },
  { name: 'unset callhome', run: (call) => changeCallhome(call, unsetCallhome) },
  { name: 'enable [ns] feature', run: (call) => switchFeatures(call, true) },
  { name: 'disable [ns] feature', run: (call) => switchFeatures(call, false) },
  { name: 'show [ns] feature', run: ({ context }) => done(showFeatures(context.instance.running.features)) },
  { name: 'show [ns] version', run: ({ context }) => done(facts.showVersion(context.instance)) },
  { name: 'show [ns] hardware', run: ({ context }) => done(showHardware(context.instance)) },
  { name: 'show [ns] config', run: ({ context }) => done(facts.showConfig(context.instance, context.now())) },
  // Before the longer word it is a short form of.
  { name: 'show [ns] license', run: ({ context }) => done(showLicense(context.instance)) },
  { name: 'show [ns] licenseserver', run: ({ context }) => done(showLicenseServer(context.instance)) },
  { name: 'show [ns] capacity', run: ({ context }) => done(showCapacity(context.instance)) },
  { name: 'show [ns] param', run: ({ context }) => done(facts.showParam(context.instance, context.now())) },
  { name: 'show [ns] info', run: ({ context }) => done(facts.showInfo(context.instance, context.now())) },
  { name: 'show [ns] runningConfig', run: ({ context: { instance } }) => done(nsConf(instance, instance.running)) },
  { name: 'show [ns] savedConfig', run: ({ context: { instance } }) => done(nsConf(instance, instance.saved)) },
  { name: 'show ha node', run: ({ context }) => done(facts.showHaNode(context.instance, context.now())) },
  { name: 'show node', run: ({ context }) => done(facts.showHaNode(context.instance, context.now())) },
  { name: 'show cluster instance', run: showCluster },
  { name: 'show cluster node', run: showNode },
  { name: 'stat ssl', run: (call) => stat(call, statSsl) },
  { name: 'stat system', run: (call) => stat(call, statSystem) },
  { name: 'stat ns', run: (call) => stat(call, statNs) },
  { name: 'show snmp alarm', run: showAlarm },
  { name: 'set snmp alarm', run: setAlarm },
  { name: 'add service', run: addService },
  { name: 'save [ns] config', run: save },
  { name: 'set cli mode', run: setMode },
  { name: 'show techsupport', run: showTechSupport },
];

/** Finds the command that `words` begin with and the words after it; `null` for none. */
export function findCommand(words: readonly Word[]): { command: Command; rest: readonly Word[] } | null {
  for (const command of COMMAND_TABLE) {
    const length = matchName(command.name.split(' '), words);
    if (length !== null) return { command, rest: words.slice(length) };
  }
  return null;
}

/** How many words the name takes, or `null` when it is not there. */
function matchName(name: readonly string[], words: readonly Word[]): number | null {
  let at = 0;
  for (const part of name) {
    const optional = part.startsWith('[');
    const wanted = part.replace(/[[\]]/g, '').toLowerCase();
    const word = words[at];
    if (word !== undefined && !word.quoted && isShortFor(word.text.toLowerCase(), wanted)) at += 1;
    else if (!optional) return null;
  }
  return at;
}

/** `sh` is show; nouns may be cut after three letters or stand in the plural. */
function isShortFor(word: string, wanted: string): boolean {
  if (word === wanted || word === `${wanted}s`) return true;
  if (wanted === 'show') return word === 'sh' || word === 'sho';
  return word.length >= 3 && wanted.startsWith(word);
}

type Change = (
  words: readonly Word[],
  config: AdcCall['context']['instance']['running'],
  build: string,
) => CallhomeChange;

function changeCallhome({ context, words, mode }: AdcCall, change: Change): Answer {
  const { instance } = context;
  const isOff = !instance.running.features.includes('CH');
  if (isOff && mode.refusesDisabled) return refused('Feature(s) not enabled [CH]');
  const changed = change(words, instance.running, instance.build);
  if (!changed.ok) return refused(changed.error);
  if (isMemberAddress(context)) return refused(MEMBER_REFUSAL);
  applyConfig(context, { ...instance.running, callhome: changed.settings });
  return done(isOff ? 'Warning: Feature(s) not enabled [CH]\n' : '');
}

function switchFeatures({ context, words }: AdcCall, on: boolean): Answer {
  if (words.length === 0) return refused('Required argument missing [feature]');
  const acronyms = words.map((word) => featureAcronym(word.text));
  const named = acronyms.filter((acronym) => acronym !== null);
  if (named.length < acronyms.length) return refused('Invalid argument value [feature]');
  if (isMemberAddress(context)) return refused(MEMBER_REFUSAL);
  const { running } = context.instance;
  const features = on
    ? orderFeatures([...running.features, ...named])
    : running.features.filter((acronym) => !named.includes(acronym));
  const wasOn = running.features.includes('CH');
  const touched = named.includes('CH') && wasOn !== on;
  applyConfig(context, { ...running, features, callhomeRefused: touched ? !on : running.callhomeRefused });
  return done();
}

/** A member of a cluster takes its configuration only through the address of the cluster. */
const MEMBER_REFUSAL = 'Operation not permitted';

function isMemberAddress({ instance, atClusterAddress }: AdcCall['context']): boolean {
  return instance.cluster !== null && atClusterAddress !== true;
}

function stat({ context, words }: AdcCall, show: (instance: SimulatedInstance, view: StatView) => string): Answer {
  const flags = words.map((word) => word.text.toLowerCase());
  const wrong = flags.findIndex((flag) => flag !== '-detail' && flag !== '-fullvalues');
  if (wrong >= 0) return refused(`No such argument [${words[wrong]?.text ?? ''}]`);
  const view = { detail: flags.includes('-detail'), fullValues: flags.includes('-fullvalues') };
  return done(show(context.instance, view));
}

function showCluster({ context }: AdcCall): Answer {
  const text = showClusterInstance(context.instance);
  return { text: `${text} Done\n${text === '' ? '' : CLUSTER_LEGEND}`, failed: false };
}

function showNode({ context, words }: AdcCall): Answer {
  const text = showClusterNode(context.instance, words[0]?.text);
  if (text === null) return refused(`No such resource [nodeId, ${words[0]?.text ?? ''}]`);
  // The vendor's example of this command has two blanks before its Done.
  return { text: text === '' ? ' Done\n' : `${text}  Done\n ${CLUSTER_LEGEND}`, failed: false };
}

function setMode({ words, mode }: AdcCall): Answer {
  for (let at = 0; at < words.length; at += 2) {
    const flag = (words[at]?.text ?? '').toLowerCase();
    const value = words[at + 1]?.text.toUpperCase();
    if (!['-page', '-color', '-timeout', '-disabledfeatureaction', '-total', '-regex'].includes(flag)) {
      return refused(`No such argument [${words[at]?.text ?? ''}]`);
    }
    if (value === undefined) return refused(`Required argument value missing [${flag.slice(1)}]`);
    if (flag === '-page') mode.paging = value === 'ON';
    if (flag === '-color') mode.colours = value === 'ON';
    if (flag === '-disabledfeatureaction') mode.refusesDisabled = value === 'DENY';
  }
  return done();
}

function showAlarm({ context, words }: AdcCall): Answer {
  const name = words[0]?.text;
  if (name !== undefined && name.toUpperCase() !== UPLOAD_ALARM) return refused(`No such resource [trapName, ${name}]`);
  return done(facts.showUploadAlarm(context.instance));
}

function setAlarm({ context, words }: AdcCall): Answer {
  const [name, flag, state, extra] = words.map((word) => word.text);
  if (name === undefined) return refused('Required argument missing [trapName]');
  if (name.toUpperCase() !== UPLOAD_ALARM) return refused(`No such resource [trapName, ${name}]`);
  if (flag === undefined) return refused('Too few arguments');
  if (flag.toLowerCase() !== '-state') return refused(`No such argument [${flag}]`);
  if (state === undefined) return refused('Required argument value missing [state]');
  if (!/^(en|dis)abled$/i.test(state)) return refused('Invalid argument value [state]');
  if (extra !== undefined) return refused(`Invalid argument [${extra}]`);
  const { running } = context.instance;
  applyConfig(context, { ...running, uploadAlarm: state.toUpperCase() === 'ENABLED' });
  return done();
}

function addService({ context, words }: AdcCall): Answer {
  const [name, server, kind, port] = words.map((word) => word.text);
  if (name === undefined || server === undefined || kind === undefined || port === undefined) {
    return refused('Too few arguments');
  }
  const { running } = context.instance;
  if (running.services.includes(name)) return refused('Resource already exists');
  applyConfig(context, { ...running, services: [...running.services, name] });
  return done();
}

function save({ context }: AdcCall): Answer {
  saveConfig(context);
  return done();
}
