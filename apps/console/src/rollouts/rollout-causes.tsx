import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RolloutCause } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ProblemNote } from '../shell/problem-note.js';
import { reasonWords } from '../states/reason-words.js';
import { targetMark } from '../states/rollout-marks.js';
import { StateMark } from '../states/state-mark.js';
import { rolloutCausesQuery } from './rollout-queries.js';

const buildsOf = ({ sample }: RolloutCause) => [...new Set(sample.flatMap(({ build }) => build ?? []))];

/** Why targets failed, grouped, most frequent first. Nothing where nothing failed. */
export function RolloutCauses({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(rolloutCausesQuery(id));
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label="Failures by cause" className="causes">
      <ul>
        {data.items.map((group) => (
          <li key={`${group.state} ${group.cause}`}>
            <StateMark mark={{ ...targetMark(group.state), word: `${group.count}× ${targetMark(group.state).word}` }} />
            <span className="cause-words">
              {reasonWords(group.cause)}
              {buildsOf(group).length > 0 && <span className="t3"> on build {buildsOf(group).join(', ')}</span>}
            </span>
            <span className="grow" />
            <span className="t3 sm trunc">
              {group.sample.map(({ applianceId, applianceName }, index) => (
                <span key={applianceId}>
                  {index > 0 && ', '}
                  <Link
                    from="/rollouts/$id"
                    to="/rollouts/$id"
                    params={{ id }}
                    search={(old) => ({ ...old, open: applianceId })}
                  >
                    {applianceName}
                  </Link>
                </span>
              ))}
              {group.count > group.sample.length && ` and ${group.count - group.sample.length} more`}
            </span>
            <Link
              className="btn sm"
              to="/rollouts/$id"
              params={{ id }}
              search={{ state: group.state }}
              aria-label={`List targets that are ${targetMark(group.state).word}`}
            >
              List
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
