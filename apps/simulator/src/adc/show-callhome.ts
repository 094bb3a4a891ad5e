import type { CallhomeShape } from '../fleet/adc-traits.js';
import type { CallhomeEvent, SimulatedInstance } from '../fleet/appliance.js';
import { onDevice } from './device-clock.js';
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

/** Whether an ADC watches for an event: only an MPX sees power supplies, and one without chips sees no SSL card. */
export function isWatched(instance: SimulatedInstance, event: CallhomeEvent): boolean {
  if (event === 'power-supply') return instance.powerSupplies.length > 0;
  return event !== 'ssl-card' || instance.chips > 0;
}

function shapeOf({ traits, build }: SimulatedInstance): Exclude<CallhomeShape, 'by-build'> {
  if (traits.callhomeShape !== 'by-build') return traits.callhomeShape;
  return isReleaseAtLeast(build, 11, 0) ? 'new' : 'first';
}

/** `show callhome` without its ` Done`. Which label lines there are depends on the build. */
export function showCallhome(instance: SimulatedInstance): string {
  const { build } = instance;
  const shape = shapeOf(instance);
  if (shape !== 'new') return showOldCallhome(instance, shape === 'vendor');
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

/** The vendor's example: tabs and blanks mixed, and a name so long that one blank parts it from its state. */
function showOldCallhome(instance: SimulatedInstance, withHeartbeat: boolean): string {
  const { callhome } = instance.running;
  const days = callhome.heartbeatDays ?? defaultHeartbeatDays(instance.build);
  const rows = OLD_EVENT_ROWS.map(([event, name], position) => {
    const [first, latest] = cells(instance, event);
    const state = isWatched(instance, event) ? 'Enabled' : 'N/A';
    return `${position + 1}) ${name.padEnd(26)}${state.padEnd(9)}${first}\t\t\t\t${latest}`;
  });
  return [
    `\tE-mail address configured:${callhome.emailAddress ?? ''}`,
    ...(withHeartbeat ? [`        Heartbeat Custom Interval(days): ${days}`] : []),
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
  const time = (instant: number): string => eventTime(onDevice(instance, instant));
  const latest = seen === undefined ? '..' : time(seen.latestAt);
  if (event === 'warm-restart') return ['N/A', latest];
  return [seen === undefined ? '..' : time(seen.firstAt), latest];
}
