import type { Platform } from '../../../fleet/src/index.js';
import { adc } from '../../../netscaler-cli/src/index.js';
import type {
  CallHomeTrigger,
  DeviceTime,
  ParsedStatSsl,
  TriggerEvent,
  TriggerTime,
} from '../../../netscaler-cli/src/index.js';
import { CONDITIONS, CONDITION_CODES } from './condition-table.js';
import type { ConditionCode } from './condition-table.js';
import { WHOLE_APPLIANCE, worstPerComponent } from './finding.js';
import type { Finding, Unreadable } from './finding.js';
import { judgeMemory } from './judge-memory.js';

/** What was read from one instance, MPX or VPX. */
export interface InstanceSignals {
  readonly platform: Platform;
  /** The trigger table of `show callhome`. */
  readonly triggers: readonly CallHomeTrigger[] | Unreadable;
  /** Start of this run on the appliance's own clock, to compare with its trigger times; null: not read. */
  readonly upSince: DeviceTime | null;
  /** SSL cards as the instance counts them; absent or null: not read. */
  readonly ssl?: Pick<ParsedStatSsl, 'cardsPresent' | 'cardsUp'> | null;
  /** SSL chips that the host assigned to it; absent or null: not known. */
  readonly assignedSslCores?: number | null;
  /** From `stat system`, in percent; absent or null: not read. */
  readonly memoryUsedPercent?: number | null;
}

/**
 * Judges what an instance, MPX or VPX says of itself.
 *
 * A trigger is active when its latest occurrence is not before the start of this run. A line about hardware that the
 * platform has no access to is not read, whatever it says. A condition that the appliance does not list, does not
 * watch, or marks as not applicable gives no finding. Memory statistics speak only where the table is not supported or
 * has no row for it: what the appliance judges, or was told not to watch, is not judged over. A table that could not be
 * read is unknown, whatever the statistics say.
 */
export function judgeInstance(signals: InstanceSignals): readonly Finding[] {
  const { platform, triggers, memoryUsedPercent: memory = null } = signals;
  const codes = JUDGED_ON[platform];
  const ofTriggers = isTable(triggers)
    ? triggers.flatMap((row) => judge(row, signals))
    : triggers.unreadable === 'failed'
      ? codes.map((code) => unread(code, triggers.reason))
      : [];
  const ofCards = codes.includes('ssl-card-failure') ? judgeCards(signals) : [];
  const ofMemory = codes.includes('memory-anomaly') && lacksRow('memory-anomaly', triggers) ? judgeMemory(memory) : [];
  // Statistics first: of two that are well, theirs is kept, so that a flapping card takes two readings to clear.
  return worstPerComponent([...ofCards, ...ofTriggers, ...ofMemory]);
}

const CODE_OF: Readonly<Record<Exclude<TriggerEvent, 'other'>, ConditionCode> & { other: null }> = {
  'compact-flash': 'compact-flash-error',
  'hard-disk': 'hard-disk-error',
  'power-supply': 'power-supply-failure',
  'ssl-card': 'ssl-card-failure',
  'warm-restart': 'warm-restart',
  memory: 'memory-anomaly',
  'rate-limit': 'rate-limit-drop',
  other: null,
};

/** A warm restart is logged by the run that it ends or by the one it begins: seconds before the start still count. */
const RESTART_SLACK_MS = 120_000;

const judgedOn = (platform: Platform): readonly ConditionCode[] =>
  CONDITION_CODES.filter((code) => ['instance', 'correlated'].includes(CONDITIONS[code].on[platform].check));
const JUDGED_ON: Readonly<Record<Platform, readonly ConditionCode[]>> = {
  mpx: judgedOn('mpx'),
  vpx: judgedOn('vpx'),
  'vpx-on-sdx': judgedOn('vpx-on-sdx'),
  'sdx-host': judgedOn('sdx-host'),
};

function lacksRow(code: ConditionCode, triggers: InstanceSignals['triggers']): boolean {
  return isTable(triggers)
    ? !triggers.some((row) => CODE_OF[row.event] === code)
    : triggers.unreadable === 'not-supported';
}

const NOTHING: readonly Finding[] = [];

function judge(row: CallHomeTrigger, { platform, upSince }: InstanceSignals): readonly Finding[] {
  const code = CODE_OF[row.event];
  if (code === null || row.state !== 'enabled' || !JUDGED_ON[platform].includes(code)) return NOTHING;
  // A warm restart has no first occurrence, an old build may print no latest one.
  const occurred = row.latest === 'not-applicable' ? row.first : row.latest;
  if (occurred === 'not-applicable') return NOTHING;
  const facts = CONDITIONS[code];
  const line = `${row.label}: first ${printed(row.first)}, latest ${printed(row.latest)}`;
  // A literal for each verdict: a spread costs several microseconds here, and a fleet has a million rows.
  const found = (state: Finding['state'], severity: Finding['severity'], title: string): readonly Finding[] => [
    {
      code,
      component: WHOLE_APPLIANCE,
      state,
      severity,
      title,
      evidence: { command: adc.show.callhome, line },
      affects: [],
    },
  ];
  if (occurred === 'never') return found('ok', 'none', `${facts.title}: none`);
  if (upSince === null) {
    return found('unknown', 'none', `${facts.title}: it cannot be told whether before or after the last start`);
  }
  const slackMs = code === 'warm-restart' ? RESTART_SLACK_MS : 0;
  if (occurred.epochAsIfUtcMs < upSince.epochAsIfUtcMs - slackMs) {
    return found('ok', 'none', `${facts.title}: none since the last start`);
  }
  return found('active', facts.severity, facts.title);
}

/** No card is no failure, unless the host says that it assigned some; if it assigned none there is nothing to check. */
function judgeCards({ ssl, assignedSslCores }: InstanceSignals): Finding[] {
  const present = ssl?.cardsPresent ?? null;
  const up = ssl?.cardsUp ?? null;
  if (present === null) return [];
  const line = `SSL cards present ${present}, up ${up ?? 'not shown'}`;
  const found = (state: Finding['state'], severity: Finding['severity'], title: string): Finding[] => {
    const evidence = { command: adc.show.statSsl, line };
    const [code, source] = ['ssl-card-failure', 'statistics'] as const;
    return [{ code, component: WHOLE_APPLIANCE, state, source, severity, title, evidence, affects: [] }];
  };
  const severity = CONDITIONS['ssl-card-failure'].severity;
  if (present === 0) {
    if (assignedSslCores === 0) {
      return found('not-applicable', 'none', 'no SSL chip assigned');
    }
    if ((assignedSslCores ?? null) === null) return [];
    return found('active', severity, `SSL card failure: none of ${assignedSslCores} assigned chips is there`);
  }
  if (up === null) return [];
  if (up >= present) return found('ok', 'none', 'SSL cards work');
  return found('active', severity, `SSL card failure: ${up} of ${present} cards up`);
}

function unread(code: ConditionCode, reason: string): Finding {
  return {
    code,
    component: WHOLE_APPLIANCE,
    state: 'unknown',
    severity: 'none',
    title: `${CONDITIONS[code].title}: could not be read`,
    evidence: { command: adc.show.callhome, line: reason },
    affects: [],
  };
}

function isTable(triggers: InstanceSignals['triggers']): triggers is readonly CallHomeTrigger[] {
  return Array.isArray(triggers);
}

function printed(time: TriggerTime): string {
  if (time === 'never') return 'never';
  return time === 'not-applicable' ? 'N/A' : time.text;
}
