import type { SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import type { Unreadable } from './finding.js';
import { rowsOf } from './host-hardware.js';

/** The SVM's ways to the hypervisor and its health plugin. Source: vendor SDX hardware test of a monitoring product. */
const WAY_TO_THE_HYPERVISOR = /xen|hypervisor|dom0|health\s*monitor/i;

/**
 * Returns the software row that says that the SVM cannot reach the hypervisor, or null when none does. While there is
 * one, all host health may be old: drives, repositories, chips, supplies and sensors are then unknown, never ok.
 */
export function staleHealthRow(software: readonly SystemHealthRow[] | Unreadable): SystemHealthRow | null {
  return rowsOf(software).find(makesHealthStale) ?? null;
}

function makesHealthStale({ name, status }: SystemHealthRow): boolean {
  return WAY_TO_THE_HYPERVISOR.test(name ?? '') && status === 'failed';
}
