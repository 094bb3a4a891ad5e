import { CALLHOME_SHAPES, LICENSE_SOURCES, TIME_ZONE_NAMES } from '../fleet/adc-traits.js';
import { WIRE_FAULT_KINDS } from '../fleet/faults.js';
import { PROMPT_STYLES } from '../fleet/terminal-traits.js';
import { EVENT_NAMES } from './event-table.js';

const WIDTH = 100;

/** Words of a list in lines of a readable width, under a label. */
function listed(label: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `    ${label}:`;
  for (const word of words) {
    if (line.length + word.length + 2 > WIDTH) {
      lines.push(line);
      line = '       ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** The part of `--help` that tells what a scenario file can hold. */
export function scenarioHelp(): string {
  return [
    'A scenario file is YAML. A mistake is told with its place.',
    '  defaults   terminal, adc, host: what holds for all',
    '  hosts      name model serial build instanceCount instances; style cryptoUnit shellFirst hasSensors softwareRaid',
    '             repeatsNetmask refusesRaid; failedDrives failedSupplies failedChips hypervisorReachable',
    '  mpx, vpx   and instances: name serial build timeZone clockSkewSeconds license callhomeShape rpcWarning',
    '             rawAttributes forgetsCallhomeChoice callhome unsavedChange memoryPercent;',
    '             mpx also model failedSupplies failedCards; instances also halted chips cores memoryMb throughputMbps',
    '  callhome   enabled refused emailAddress heartbeatDays proxyAddress proxyService proxyPort registration',
    '  all        latencyMs down faults terminal (prompt colours paging wrapping finalNewline motd banner)',
    '  pairs      primary secondary syncState',
    '  clusters   name id nodes (names); the cluster listens on an address of its own',
    '  events     at (500ms, 30s, 5m, 2h) do on, and what the event needs',
    '  Words:',
    ...listed('prompt', Object.keys(PROMPT_STYLES)),
    ...listed('license', LICENSE_SOURCES),
    ...listed('callhomeShape', CALLHOME_SHAPES),
    ...listed('timeZone', TIME_ZONE_NAMES),
    ...listed('do', EVENT_NAMES),
    ...listed('kind of a fault', WIRE_FAULT_KINDS),
    '  apps/simulator/scenarios/branch-office.yaml uses most of it.',
  ].join('\n');
}
