import type { SimulatedInstance } from '../fleet/appliance.js';
import { chipsUp } from '../fleet/chip-allotment.js';
import { isSameConfig } from './adc-config.js';
import { onDevice, zoneSetting } from './device-clock.js';
import { showFeatures } from './features.js';
import { calendarTime } from './local-time.js';
import { isReleaseAtLeast, versionText } from './release.js';

/** `show ns version` */
export function showVersion(instance: SimulatedInstance): string {
  const suffix = isReleaseAtLeast(instance.build, 12, 0) ? '   (64-bit)' : '  ';
  return `\t${versionText(instance.build, true)}${suffix}\n`;
}

/** `show ns config` at `now` (epoch ms); builds before 12.0 have no line about unsaved changes */
export function showConfig(instance: SimulatedInstance, now: number): string {
  const unsaved = !isSameConfig(instance.running, instance.saved);
  const time = (label: string, instant: number): string =>
    `\t${`${label}:`.padStart(32)} ${calendarTime(onDevice(instance, instant))}\n`;
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
  const sync = node.syncState ?? (node.peer === null || node.role === 'Primary' ? 'ENABLED' : 'SUCCESS');
  const lines = [
    `IP:\t${node.address} (${node.name})`,
    `Node State: ${node.down ? 'DOWN' : 'UP'}`,
    `Master State: ${node.role}`,
    'Fail-Safe Mode: OFF',
    'INC State: DISABLED',
    `Sync State: ${sync}`,
    `Propagation: ${node.propagationMs === null ? 'DISABLED' : 'ENABLED'}`,
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

/** `show ns param` at `now` (epoch ms), cut down to what tells the time zone */
export function showParam(instance: SimulatedInstance, now: number): string {
  const lines = [
    'Global configuration settings:',
    'HTTP port(s): (none)',
    'Max connections: 0',
    'Max requests per connection: 0',
    'Client IP insertion: DISABLED',
    'Cookie version: 0',
    'Persistence Cookie Secure Flag: ENABLED',
    `Timezone: ${zoneSetting(instance, now)}`,
  ];
  return lines.map((line) => `\t${line}\n`).join('');
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
