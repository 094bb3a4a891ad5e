import type { QuietPeriod } from '../../../../libs/contract/src/index.js';
import type { QuietPeriod as QuietPeriodRow } from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';

export function quietPeriodView(row: QuietPeriodRow): QuietPeriod {
  const { fromAt, untilAt, createdAt, endedAt, ...rest } = row;
  return { ...rest, from: iso(fromAt), until: iso(untilAt), createdAt: iso(createdAt), endedAt: isoOrNull(endedAt) };
}
