import type { Rollout } from '../../../../libs/contract/src/index.js';
import { sumOf } from '../states/rollout-marks.js';

interface Limit {
  label: string;
  now: number;
  limit: number;
  unit: string;
}

const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);

function limitsOf({ limits, waves, wave, counts }: Rollout): Limit[] {
  const present = waves[wave - 1];
  const { targets = 0, failed = 0, unreachable = 0 } = present ?? {};
  return [
    { label: 'Failed, wave', now: percent(failed, targets), limit: limits.failedPercentOfWave, unit: ' %' },
    { label: 'Failed, all', now: sumOf(counts, ['failed']), limit: limits.failedInAll, unit: '' },
    {
      label: 'Unreachable, wave',
      now: percent(unreachable, targets),
      limit: limits.unreachablePercentOfWave,
      unit: ' %',
    },
  ];
}

/** How near the rollout is to pausing by itself. A wave is judged from `judgeAfter` finished targets on. */
export function RolloutLimits({ rollout }: { rollout: Rollout }) {
  return (
    <dl className="limits" aria-label="Limits: beyond one of them the rollout pauses">
      {limitsOf(rollout).map(({ label, now, limit, unit }) => (
        <div key={label} className={now > limit ? 's-bad' : now > 0 ? 's-warn' : 's-off'}>
          <dt>{label}</dt>
          <dd>
            <b>
              {now}
              {unit}
            </b>{' '}
            of {limit}
            {unit}
          </dd>
          <span className="limit-bar" aria-hidden="true">
            <i style={{ width: `${Math.min(100, limit === 0 ? (now > 0 ? 100 : 0) : (now / limit) * 100)}%` }} />
          </span>
        </div>
      ))}
    </dl>
  );
}
