import { applicability, CONDITION_CODES, type ConditionState } from '../../../../libs/callhome/src/index.js';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { platformOf, type ApplianceKind } from '../../../../libs/fleet/src/index.js';
import type { Condition } from '../../../../libs/persistence/src/index.js';
import { isoOrNull } from '../api/iso.js';

type Summary = Appliance['conditions'];

const WORST_FIRST: readonly ConditionState[] = ['active', 'unknown', 'cleared', 'ok', 'not-applicable'];

/**
 * Says of each of the seven conditions what it is on one appliance: the worst of its components, `not-checked` where
 * nothing was read yet, or why it does not apply. `hostName` is null for what stands alone.
 */
export function summarizeConditions(
  kind: ApplianceKind,
  hostName: string | null,
  rows: readonly Pick<Condition, 'code' | 'state' | 'title' | 'checkedAt'>[],
): Summary {
  return CONDITION_CODES.map((code) => {
    const { applies, check, sentence } = applicability(code, platformOf(kind));
    if (!applies) return { code, state: 'not-applicable', reason: sentence, checkedAt: null };
    const mine = rows.filter((row) => row.code === code);
    const state = WORST_FIRST.find((word) => mine.some((row) => row.state === word)) ?? 'not-checked';
    const atHost = check === 'correlated' && hostName !== null ? `checked on host ${hostName} too` : null;
    const reason = state === 'not-applicable' ? (mine[0]?.title ?? null) : atHost;
    const times = mine.map((row) => row.checkedAt.getTime());
    return { code, state, reason, checkedAt: isoOrNull(times.length > 0 ? new Date(Math.max(...times)) : null) };
  });
}
