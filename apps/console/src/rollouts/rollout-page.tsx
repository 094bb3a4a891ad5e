import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { ROLLOUT_TARGET_STATES, type Rollout, type RolloutTarget } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { useClock } from '../shell/clock.js';
import { CopyLink } from '../shell/copy-text.js';
import { ListTable } from '../shell/list-table.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { rolloutMark, shownCounts, targetMark } from '../states/rollout-marks.js';
import { reasonWords } from '../states/reason-words.js';
import { StateIcon } from '../states/state-icon.js';
import { StateMark } from '../states/state-mark.js';
import { RolloutActions } from './rollout-actions.js';
import { RolloutCauses } from './rollout-causes.js';
import { RolloutLimits } from './rollout-limits.js';
import { rolloutQuery, rolloutTargetsQuery } from './rollout-queries.js';
import { RolloutTimeline } from './rollout-timeline.js';
import { SOURCE_WORDS } from './rollout-words.js';
import { TARGET_COLUMNS } from './target-columns.js';
import { TargetDrawer } from './target-drawer.js';
import { WaveBoard } from './wave-board.js';

const route = getRouteApi('/rollouts/$id');
const ROW_HEIGHT = 32;
const CARD_HEIGHT = 122;
const rowId = ({ applianceId }: RolloutTarget) => applianceId;
const count = (value: number) => value.toLocaleString('en');

/** One rollout: its waves, what went wrong, every target, every step, and what may be done now. */
export function RolloutPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(rolloutQuery(id));
  usePageTitle(data === undefined ? 'Rollout' : data.name);
  if (data === undefined) {
    return (
      <div className="body rollout-missing">
        <h1 className="sr">Rollout</h1>
        {error === null ? (
          <Skeleton rows={12} label="Reading the rollout" />
        ) : (
          <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
        )}
      </div>
    );
  }
  return <RolloutDetails rollout={data} problem={error === null ? null : toProblem(error)} />;
}

function RolloutDetails({ rollout, problem }: { rollout: Rollout; problem: ReturnType<typeof toProblem> | null }) {
  const { wave, open } = route.useSearch();
  const navigate = route.useNavigate();
  const showWave = useCallback(
    (number: number | undefined) => void navigate({ search: (old) => ({ ...old, wave: number, open: undefined }) }),
    [navigate],
  );
  return (
    <div className={`list-page rollout-page ${open === undefined ? '' : 'with-drawer'}`}>
      <RolloutHead rollout={rollout} />
      {problem !== null && (
        <div className="list-note">
          <ProblemNote problem={problem} />
        </div>
      )}
      <div className="bar rollout-facts">
        <span className="row wrap" role="status">
          {shownCounts(rollout.counts).map(({ state, count: number }) => (
            <StateMark
              key={state}
              mark={{ ...targetMark(state), word: `${count(number)} ${targetMark(state).word}` }}
            />
          ))}
        </span>
        <span className="grow" />
        <RolloutLimits rollout={rollout} />
      </div>
      <WaveBoard rollout={rollout} shown={wave} onShow={showWave} />
      <RolloutCauses id={rollout.id} />
      <TargetList rollout={rollout} />
      <details className="timeline-fold">
        <summary>Timeline</summary>
        <RolloutTimeline id={rollout.id} />
      </details>
    </div>
  );
}

function RolloutHead({ rollout }: { rollout: Rollout }) {
  const { exact, timeOfDay } = useClock();
  const { name, author, approvedBy, approvedAt, planHash, source, wave, waves, breakGlass, reason, state } = rollout;
  const mark = rolloutMark(rollout);
  const running = state === 'running' && wave > 0 ? `, wave ${wave} of ${waves.length}` : '';
  return (
    <>
      <div className="phead">
        <div>
          <p className="t3 sm">
            <Link to="/rollouts">Rollouts</Link> / <span className="mono">{rollout.id}</span>
          </p>
          <h1 className="row wrap">
            {name}
            <StateMark mark={{ ...mark, word: mark.word + running }} pill />
            <CopyLink />
          </h1>
          <p className="t3 sm">
            {author}, {exact(rollout.createdAt)}, from {SOURCE_WORDS[source]}
            {approvedBy !== null && `; approved by ${approvedBy}`}
            {approvedAt !== null && ` ${timeOfDay(approvedAt)}`}; plan{' '}
            <Link to="/call-home" search={{ tab: 'plan', plan: rollout.planId }} className="mono">
              {planHash.slice(0, 8)}
            </Link>
          </p>
        </div>
        <RolloutActions rollout={rollout} />
      </div>
      {breakGlass !== null && (
        <div className="list-note">
          <div className="alert s-bad">
            <StateIcon name="warn" />
            <span>
              <b>Started without approval.</b> {breakGlass}
            </span>
          </div>
        </div>
      )}
      {reason !== null && <StateReason rollout={rollout} reason={reason} />}
      {state === 'awaiting-approval' && rollout.needsApproval.length > 0 && (
        <div className="list-note">
          <div className="alert s-held">
            <StateIcon name="held" />
            <span>
              <b>Waits for another person.</b> {rollout.needsApproval.map(({ detail }) => detail).join('; ')}
            </span>
          </div>
        </div>
      )}
    </>
  );
}

function StateReason({ rollout, reason }: { rollout: Rollout; reason: string }) {
  const { tone, icon } = rolloutMark(rollout);
  return (
    <div className="list-note">
      <div className={`alert s-${tone}`}>
        <StateIcon name={icon} />
        <span>{reasonWords(reason)}</span>
      </div>
    </div>
  );
}

function TargetList({ rollout }: { rollout: Rollout }) {
  const { wave, state, open } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(rolloutTargetsQuery(rollout.id, { wave: wave ?? undefined, state }));
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const total = data?.pages.at(-1)?.page.approxTotal ?? 0;
  const openRow = useCallback((id: string) => void navigate({ search: (old) => ({ ...old, open: id }) }), [navigate]);
  const closeRow = useCallback(() => void navigate({ search: (old) => ({ ...old, open: undefined }) }), [navigate]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const target = rows.find(({ applianceId }) => applianceId === open);
  const isSought = open !== undefined && target === undefined;
  useEffect(() => {
    // A link may name a target that stands further down than what is loaded.
    if (isSought) loadMore();
  }, [isSought, loadMore]);
  return (
    <>
      <div className="bar target-bar">
        <h2>Targets</h2>
        <label className={`chip ${state === undefined ? '' : 'on'}`}>
          <span>State:</span>
          <select
            aria-label="State of targets"
            value={state ?? ''}
            onChange={({ currentTarget: { value } }) =>
              void navigate({
                replace: true,
                search: (old) => ({ ...old, state: ROLLOUT_TARGET_STATES.find((known) => known === value) }),
              })
            }
          >
            <option value="">any</option>
            {ROLLOUT_TARGET_STATES.map((known) => (
              <option key={known} value={known}>
                {targetMark(known).word}
              </option>
            ))}
          </select>
        </label>
        {wave !== undefined && (
          <button
            type="button"
            className="chip on"
            onClick={() => void navigate({ search: (old) => ({ ...old, wave: undefined }) })}
          >
            wave {wave} only <span aria-hidden="true">×</span>
            <span className="sr">, show all waves</span>
          </button>
        )}
      </div>
      {error !== null && (
        <div className="list-note">
          <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
        </div>
      )}
      <div className="split">
        {data === undefined ? (
          <div className="list">{error === null && <Skeleton rows={8} label="Reading the targets" />}</div>
        ) : rows.length === 0 ? (
          <div className="list">
            <Empty
              action={
                <button
                  type="button"
                  className="btn"
                  onClick={() => void navigate({ search: (old) => ({ ...old, wave: undefined, state: undefined }) })}
                >
                  Show all targets
                </button>
              }
            >
              No target matches these filters.
            </Empty>
          </div>
        ) : (
          <ListTable
            label="Targets"
            columns={TARGET_COLUMNS}
            rows={rows}
            rowId={rowId}
            openId={open}
            onOpen={openRow}
            total={total}
            onNearEnd={loadMore}
            rowHeight={ROW_HEIGHT}
            cardHeight={CARD_HEIGHT}
            footer={
              <>
                <span>
                  {count(rows.length)} of {count(total)} loaded, in inventory order
                </span>
                <span className="grow" />
                {isFetching && <span>updating</span>}
              </>
            }
          />
        )}
        {target !== undefined && <TargetDrawer rollout={rollout} target={target} onClose={closeRow} />}
      </div>
    </>
  );
}
