import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Overview } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { overviewQuery, type Range } from '../api/queries.js';
import { ConditionsChart } from '../charts/conditions-chart.js';
import { UploadsChart } from '../charts/uploads-chart.js';
import { useClock } from '../shell/clock.js';
import { CopyLink } from '../shell/copy-text.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { AttentionList } from './attention-list.js';
import { FirstSteps } from './first-steps.js';
import { OverviewTiles } from './overview-tiles.js';

const route = getRouteApi('/');
const RANGES: readonly { value: Range; label: string }[] = [
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
];
const isRange = (value: string): value is Range => RANGES.some((range) => range.value === value);

/** The state of the fleet on one screen, each figure a way into the list behind it. */
export function OverviewPage() {
  usePageTitle('Overview');
  const { range = '24h' } = route.useSearch();
  const navigate = route.useNavigate();
  const { timeOfDay, zoneName } = useClock();
  const { data, error, refetch } = useQuery(overviewQuery(range));
  const choose = (value: string) => {
    if (isRange(value)) void navigate({ search: { range: value === '24h' ? undefined : value } });
  };
  if (data !== undefined && data.appliances.total === 0) return <FirstSteps />;
  return (
    <>
      <div className="phead">
        <h1>Overview</h1>
        {data !== undefined && (
          <span className="t3 sm">
            as of {timeOfDay(data.at)} {zoneName}
          </span>
        )}
        <div className="acts">
          <SegmentedControl aria-label="Range" data={[...RANGES]} value={range} onChange={choose} size="xs" />
          <CopyLink />
        </div>
      </div>
      <div className="body overview">
        {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton rows={8} label="Reading the fleet" />}
        {data !== undefined && <Figures overview={data} />}
      </div>
    </>
  );
}

function Figures({ overview }: { overview: Overview }) {
  return (
    <>
      <OverviewTiles overview={overview} />
      <div className="charts">
        <UploadsChart uploads={overview.uploads} />
        <ConditionsChart byCode={overview.conditions.byCode} />
      </div>
      <AttentionList items={overview.attention} />
      <p className="t3 sm">
        Uploads count what this controller sends. What an instance sends by itself is read from the instance; see{' '}
        <Link to="/inventory">its conditions</Link>.
      </p>
    </>
  );
}
