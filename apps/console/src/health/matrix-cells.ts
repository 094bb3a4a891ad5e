import type { Appliance } from '../../../../libs/contract/src/index.js';

type Summary = Appliance['conditions'][number];

/** The states that a legend explains, worst first. */
export const LEGEND = [
  'active',
  'unknown',
  'not-checked',
  'cleared',
  'ok',
  'not-applicable',
] as const satisfies readonly Summary['state'][];

const QUIET: readonly Summary['state'][] = ['ok', 'cleared', 'not-applicable'];

/** Whether some condition is active, or nobody knows of it: what could not be read is not OK. */
export const isNotOk = ({ conditions }: Pick<Appliance, 'conditions'>): boolean =>
  conditions.some(({ state }) => !QUIET.includes(state));

/** When any of its conditions was last checked; null: never. */
export function latestCheck({ conditions }: Pick<Appliance, 'conditions'>): string | null {
  const times = conditions.flatMap(({ checkedAt }) => checkedAt ?? []);
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}
