import type { CallhomeEvent, SimulatedInstance } from '../fleet/appliance.js';
import { eventTime } from './local-time.js';
import { defaultHeartbeatDays, isReleaseAtLeast } from './release.js';

/** Rows of the newer table, in the order it prints them. */
const EVENT_ROWS: readonly (readonly [CallhomeEvent, string])[] = [
  ['warm-restart', 'Warm boot'],
  ['compact-flash', 'Compact flash errors'],
  ['hard-disk', 'Hard disk drive errors'],
  ['ssl-card', 'SSL card failure'],
  ['power-supply', 'Power supply unit failure'],
  ['rate-limit', 'Rate limit drops'],
  ['memory', 'Memory anomalies'],
];

/** Rows of the table before release 11.0, in its own order and words. */
const OLD_EVENT_ROWS: readonly (readonly [CallhomeEvent, string])[] = [
  ['compact-flash', 'Compact flash errors'],
  ['hard-disk', 'Hard disk drive errors'],
  ['power-supply', 'Power supply unit failure'],
  ['ssl-card', 'SSL card failure'],
  ['warm-restart', 'Warm restart'],
];

/** Whether the instance watches for an event: no VPX sees a power supply, and one without chips sees no SSL card. */
export function isWatched(instance: SimulatedInstance, event: CallhomeEvent): boolean {
  if (event === 'power-supply') return false;
  return event !== 'ssl-card' || instance.chips > 0;
}

/** `show callhome` without its ` Done`. Which label lines there are depends on the build. */
export function showCallhome(instance: SimulatedInstance): string {
  const { build } = instance;
  if (!isReleaseAtLeast(build, 11, 0)) return showOldCallhome(instance);
  const { callhome, features } = instance.running;
  const status = features.includes('CH') ? instance.registration : 'DISABLED';
  const labels = [
    `Registration with Citrix upload server ${status}`,
    ...(isReleaseAtLeast(build, 12, 1) ? [`Mode: ${callhome.mode}`] : []),
    `Contact email address: ${callhome.emailAddress ?? ''}`,
    ...(isReleaseAtLeast(build, 12, 0)
      ? [`Heartbeat custom interval (days): ${callhome.heartbeatDays ?? defaultHeartbeatDays(build)}`]
      : []),
    `Proxy Mode: ${callhome.proxyMode ? 'YES' : 'NO'}`,
    `Proxy IP Address: ${callhome.ipAddress ?? ''}`,
    ...(isReleaseAtLeast(build, 12, 0) ? [`Proxy Authentication Service: ${callhome.proxyAuthService ?? ''}`] : []),
    `Proxy Port: ${callhome.port ?? ''}`,
  ];
  const row = (name: string, state: string, [first, latest]: readonly [string, string]): string =>
    `${name.padEnd(31)}${state.padEnd(16)}${first.padEnd(32)}${latest}`;
  const table = [
    `        ${row('Trigger event', 'State', ['First occurrence', 'Latest occurrence'])}`,
    `        ${row('-------------', '-----', ['----------------', '-----------------'])}`,
    ...EVENT_ROWS.map(([event, name], position) => {
      const watched = isWatched(instance, event);
      return `  ${position + 1})    ${row(name, watched ? 'Enabled' : 'N/A', cells(instance, event))}`;
    }),
  ];
  return `${[...labels.map((line) => `        ${line.trimEnd()}`), '', ...table].join('\n')}\n`;
}

function showOldCallhome(instance: SimulatedInstance): string {
  const rows = OLD_EVENT_ROWS.map(([event, name], position) => {
    const [first, latest] = cells(instance, event);
    const state = isWatched(instance, event) ? 'Enabled' : 'N/A';
    return `${position + 1}) ${name.padEnd(26)}${state.padEnd(9)}${first}\t\t\t\t${latest}`;
  });
  return [
    `\tE-mail address configured:${instance.running.callhome.emailAddress ?? ''}`,
    'Trigger event\t             State    First occurrence              Latest occurrence ',
    '-------------                -----    ----------------              -----------------',
    ...rows,
    '',
  ].join('\n');
}

/** First and latest cell: `..` is never, `N/A` does not apply. A warm restart has no first. */
function cells(instance: SimulatedInstance, event: CallhomeEvent): [string, string] {
  if (!isWatched(instance, event)) return ['N/A', 'N/A'];
  const seen = instance.events[event];
  const latest = seen === undefined ? '..' : eventTime(seen.latestAt);
  if (event === 'warm-restart') return ['N/A', latest];
  return [seen === undefined ? '..' : eventTime(seen.firstAt), latest];
}
