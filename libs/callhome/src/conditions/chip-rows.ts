import type { SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import { isBelowExpected, rowsOf } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';

// Row names are not published; the words are the product names of the chips and what people call them.
const SSL_ROW = /ssl|crypto|cavium|nitrox|coleto|lewisburg|\bqat\b/i;

/** The health rows of a host that speak of SSL chips; rows that do not apply are left out. */
export function chipRows({ hardware }: HostHardware): readonly SystemHealthRow[] {
  return rowsOf(hardware).filter(({ name, status }) => SSL_ROW.test(name ?? '') && status !== 'not-applicable');
}

/** The first row that says that chips are lost; undefined when none does. */
export function failingChipRow(hardware: HostHardware): SystemHealthRow | undefined {
  return chipRows(hardware).find((row) => row.status === 'failed' || isBelowExpected(row));
}
