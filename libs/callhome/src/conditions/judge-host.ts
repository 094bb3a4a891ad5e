import { svm } from '../../../netscaler-cli/src/index.js';
import type { SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import { worstPerComponent } from './finding.js';
import type { Finding } from './finding.js';
import { healthLine } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';
import { judgeChips } from './judge-chips.js';
import { judgeDisks } from './judge-disks.js';
import { judgeSupplies } from './judge-supplies.js';
import { staleHealthRow } from './stale-health.js';

/**
 * Judges a host's disks, SSL chips and power supplies, one finding per component.
 *
 * A failed drive with its degraded logical drive is one finding; a failed chip is one finding with the instances it
 * hits. What this model lacks gives no finding. While the SVM says that it cannot reach the hypervisor, every value it
 * shows may be old, so every finding is `unknown`.
 */
export function judgeHost(hardware: HostHardware): readonly Finding[] {
  const findings = worstPerComponent([...judgeDisks(hardware), ...judgeChips(hardware), ...judgeSupplies(hardware)]);
  const broken = staleHealthRow(hardware.software);
  return broken === null ? findings : findings.map((finding) => asStale(finding, broken));
}

function asStale(finding: Finding, broken: SystemHealthRow): Finding {
  return {
    ...finding,
    state: 'unknown',
    severity: 'none',
    title: 'The host health may be out of date',
    evidence: { command: svm.show.systemhealthSoftware, line: healthLine(broken) },
    affects: [],
  };
}
