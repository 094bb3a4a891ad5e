import type { SimulatedInstance } from '../fleet/appliance.js';
import { chipsUp } from '../fleet/chip-allotment.js';
import { stableHex, stableUuid } from '../fleet/build-fleet.js';
import { isSameConfig } from './adc-config.js';
import { showFeatures } from './features.js';
import { calendarTime } from './local-time.js';
import { isReleaseAtLeast, versionText } from './release.js';

/** `show ns version` */
export function showVersion(instance: SimulatedInstance): string {
  const suffix = isReleaseAtLeast(instance.build, 12, 0) ? '   (64-bit)' : '  ';
  return `\t${versionText(instance.build, true)}${suffix}\n`;
}

/** `show ns hardware`: the SDX model follows `NSSDX` after a blank on old builds and after a dash on newer ones */
export function showHardware(instance: SimulatedInstance): string {
  const joint = isReleaseAtLeast(instance.build, 12, 0) ? '-' : ' ';
  const lines = [
    `Platform: NetScaler Virtual Appliance NSSDX${joint}${instance.host.model.platform} 450170`,
    'Manufactured on: 11/14/2021',
    'CPU: 2900MHZ',
    `Host Id: ${instanceMac(instance)}`,
    `Serial no: ${instance.serial}`,
    `Encoded serial no: ${instance.serial}`,
    ...(isReleaseAtLeast(instance.build, 13, 0) ? [`Netscaler UUID: ${stableUuid(instance.name)}`] : []),
  ];
  return lines.map((line) => `\t${line}\n`).join('');
}

function instanceMac(instance: SimulatedInstance): string {
  return stableHex(`mac:${instance.name}`).slice(0, 12);
}

/** `show ns config` at `now` (epoch ms); builds before 12.0 have no line about unsaved changes */
export function showConfig(instance: SimulatedInstance, now: number): string {
  const unsaved = !isSameConfig(instance.running, instance.saved);
  const time = (label: string, instant: number): string => `\t${`${label}:`.padStart(32)} ${calendarTime(instant)}\n`;
  return [
    `\tNetScaler IP: ${instance.address}  (mask: 255.255.255.0)\n`,
    '\tNumber of MappedIP(s): 0\n',
    `\tNode: ${instance.peer === null ? 'Standalone' : instance.role}\n`,
    time('System Time', now),
    time('Last Config Changed Time', instance.changedAt),
    time('Last Config Saved Time', instance.savedAt),
    isReleaseAtLeast(instance.build, 12, 0)
      ? `\tConfig Changed since Last Saved Config: ${unsaved ? 'TRUE' : 'FALSE'}\n`
      : '',
  ].join('');
}

/** `show ns info`: version, configuration and features in one */
export function showInfo(instance: SimulatedInstance, now: number): string {
  const modes = '\n\tModes:\n\tFast Ramp: ON\n\tLayer 3 mode (ip forwarding): ON\n\tUse Subnet IP: ON\n';
  return `${showVersion(instance)}${showConfig(instance, now)}${modes}${showFeatures(instance.running.features)}`;
}

function cardStatus(instance: SimulatedInstance): string {
  if (instance.chips === 0) return 'NOT PRESENT';
  return chipsUp(instance) > 0 ? 'UP' : 'DOWN';
}

/** `show ha node` at `now` (epoch ms): one node when standalone, the own node first in a pair */
export function showHaNode(instance: SimulatedInstance, now: number): string {
  const nodes = instance.peer === null ? [instance] : [instance, instance.peer];
  return nodes.map((node, id) => haNode(node, id, now)).join('');
}

function haNode(node: SimulatedInstance, id: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - node.engineStartedAt) / 1000));
  const parts = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const sync = node.peer === null || node.role === 'Primary' ? 'ENABLED' : 'SUCCESS';
  const lines = [
    `IP:\t${node.address} (${node.name})`,
    `Node State: ${node.down ? 'DOWN' : 'UP'}`,
    `Master State: ${node.role}`,
    'Fail-Safe Mode: OFF',
    'INC State: DISABLED',
    `Sync State: ${sync}`,
    'Propagation: ENABLED',
    'Enabled Interfaces : 0/1 1/1',
    'Disabled Interfaces : None',
    'HA MON ON Interfaces : 0/1 1/1',
    'Interfaces on which heartbeats are not seen : None',
    'Interfaces causing Partial Failure: None',
    `SSL Card Status: ${cardStatus(node)}`,
    // Only the block of the own node has these three lines.
    ...(id === 0
      ? [
          'Hello Interval: 200 msecs',
          'Dead Interval: 3 secs',
          `Node in this Master State for: ${parts.join(':')} (days:hrs:min:sec)`,
        ]
      : []),
  ];
  return `${id + 1})\tNode ID:      ${id}\n${lines.map((line) => `\t${line}\n`).join('')}`;
}

/** `show snmp alarm CALLHOME-UPLOAD-EVENT` */
export function showUploadAlarm(instance: SimulatedInstance): string {
  const row = (...cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd([25, 17, 18, 9, 10, 15, 7][at] ?? 0))
      .join('')
      .trimEnd();
  const state = instance.running.uploadAlarm ? 'ENABLED' : 'DISABLED';
  return [
    `\t${row('Alarm', 'Alarm Threshold', 'Normal Threshold', 'Time', 'State', 'Severity', 'Logging')}`,
    `\t${row('-----', '---------------', '----------------', '----', '-----', '--------', '-------')}`,
    `1)\t${row('CALLHOME-UPLOAD-EVENT', 'N/A', 'N/A', 'N/A', state, 'Informational', 'ENABLED')}`,
    '',
  ].join('\n');
}

/** `stat ssl` */
export function statSsl(instance: SimulatedInstance): string {
  const line = (label: string, value: string | number): string => `${label.padEnd(40)}${String(value).padStart(12)}\n`;
  return [
    '\nSSL Summary\n',
    line('# SSL cards present', instance.chips),
    line('# SSL cards UP', chipsUp(instance)),
    line('SSL engine status', instance.chips > 0 && chipsUp(instance) === 0 ? 0 : 1),
    line('SSL sessions (Rate)', 184),
  ].join('');
}

/** `stat system`: an instance reaches no sensors, so there are no rows for supplies, fans or temperature */
export function statSystem(instance: SimulatedInstance): string {
  const memory = (21 + (Number.parseInt(stableHex(instance.name).slice(0, 4), 16) % 2000) / 100).toFixed(2);
  const line = (label: string, value: string): string => `${label.padEnd(27)}${value}\n`;
  return [
    '\nSystem overview\n',
    line('Up since(Local)', calendarTime(instance.engineStartedAt)),
    line('Packet CPU usage (%)', '1.20'),
    line('Management CPU usage (%)', '4.00'),
    line('InUse Memory (%)', memory),
    line('Memory usage (MB)', String(Math.round((instance.memoryMb * Number(memory)) / 100))),
    line('# CPUs', String(instance.cores)),
    line('/flash Used (%)', '14'),
    line('/var Used (%)', '23'),
  ].join('');
}
