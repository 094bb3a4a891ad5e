import { svm } from '../../../netscaler-cli/src/index.js';
import type { SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import { WHOLE_APPLIANCE, worstPerComponent } from './finding.js';
import type { Finding } from './finding.js';
import { componentName, hasFailed, healthLine, rowsOf } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';

const COMMAND = svm.show.systemhealthpowersupply;

// The listing holds every sensor that is neither fan, temperature nor voltage, an intrusion switch for example.
const SUPPLY_ROW = /power|psu|^ps[ _-]?\d/i;
const SUPPLY_NUMBER = /(?:power\s*supply|power|psu|ps)[\s_#-]*(\d+)/i;

/** Judges a host's power supplies, one component each: `supply/2`. An empty bay reads `NA` and gives no finding. */
export function judgeSupplies({ powerSupplies }: HostHardware): readonly Finding[] {
  if (hasFailed(powerSupplies)) return [unread(powerSupplies.reason)];
  return worstPerComponent(rowsOf(powerSupplies).filter(isFittedSupply).map(toFinding));
}

/** A sensor in error that has no name may be a supply: it is looked at, and cannot be judged. */
function isFittedSupply({ name, status }: SystemHealthRow): boolean {
  return name === null ? status === 'failed' : SUPPLY_ROW.test(name) && status !== 'not-applicable';
}

function toFinding(row: SystemHealthRow): Finding {
  const name = row.name ?? '';
  const id = SUPPLY_NUMBER.exec(name)?.[1] ?? componentName(name);
  const finding = {
    code: 'power-supply-failure',
    component: `supply/${id}`,
    evidence: { command: COMMAND, line: healthLine(row) },
    affects: [],
  } as const;
  if (row.status === 'ok') return { ...finding, state: 'ok', severity: 'none', title: `Power supply ${id} works` };
  if (row.status !== 'failed' || row.name === null) {
    return { ...finding, state: 'unknown', severity: 'none', title: `The state of power supply ${id} is not clear` };
  }
  return { ...finding, state: 'active', severity: 'critical', title: `Power supply ${id} failed` };
}

function unread(reason: string): Finding {
  return {
    code: 'power-supply-failure',
    component: WHOLE_APPLIANCE,
    state: 'unknown',
    severity: 'none',
    title: 'The power supplies could not be read',
    evidence: { command: COMMAND, line: reason },
    affects: [],
  };
}
