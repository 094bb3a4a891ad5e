import { Link } from '@tanstack/react-router';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { Age, span, useClock } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { rolloutMark, sumOf, type TargetState } from '../states/rollout-marks.js';
import { StateIcon } from '../states/state-icon.js';
import { StateMark } from '../states/state-mark.js';
import { SOURCE_WORDS } from './rollout-words.js';

const dash = <span className="t3">–</span>;
const count = (value: number) => value.toLocaleString('en');
const targetsOf = ({ waves }: Rollout) => waves.reduce((sum, { targets }) => sum + targets, 0);

/** A number that is only loud where it is not zero. */
function Tally({ rollout, states, loud }: { rollout: Rollout; states: readonly TargetState[]; loud?: boolean }) {
  const number = sumOf(rollout.counts, states);
  if (number === 0) return dash;
  return <span className={loud === true ? 'bad-count' : undefined}>{count(number)}</span>;
}

function Took({ rollout: { startedAt, finishedAt } }: { rollout: Rollout }) {
  const { now } = useClock();
  if (startedAt === null) return dash;
  const end = finishedAt === null ? now : Date.parse(finishedAt);
  return <>{span(end - Date.parse(startedAt))}</>;
}

export const ROLLOUT_COLUMNS: readonly ListColumn<Rollout>[] = [
  {
    id: 'name',
    header: 'Name',
    card: 'title',
    cell: ({ id, name, breakGlass }) => (
      <>
        <Link className="name" data-row-link to="/rollouts/$id" params={{ id }} title={name}>
          {name}
        </Link>
        {breakGlass !== null && (
          <span className="tag break-glass" title={`Started without approval: ${breakGlass}`}>
            <StateIcon name="warn" /> without approval
          </span>
        )}
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '164px',
    card: 'state',
    cell: (rollout) => <StateMark mark={rolloutMark(rollout)} />,
  },
  { id: 'author', header: 'Author', width: '96px', cell: ({ author }) => <span title={author}>{author}</span> },
  {
    id: 'approver',
    header: 'Approver',
    width: '96px',
    priority: 'mid',
    card: 'hidden',
    cell: ({ approvedBy, needsApproval }) =>
      approvedBy ?? <span className="t3">{needsApproval.length === 0 ? 'not needed' : '–'}</span>,
  },
  { id: 'targets', header: 'Targets', width: '68px', numeric: true, cell: (rollout) => count(targetsOf(rollout)) },
  {
    id: 'changed',
    header: 'Changed',
    width: '72px',
    numeric: true,
    cell: (rollout) => <Tally rollout={rollout} states={['applied']} />,
  },
  {
    id: 'same',
    header: 'Same',
    width: '56px',
    numeric: true,
    priority: 'low',
    card: 'hidden',
    cell: (rollout) => <Tally rollout={rollout} states={['unchanged']} />,
  },
  {
    id: 'failed',
    header: 'Failed',
    width: '60px',
    numeric: true,
    cell: (rollout) => <Tally rollout={rollout} states={['failed', 'conflict', 'rollback-failed']} loud />,
  },
  {
    id: 'unreachable',
    header: 'Unreachable',
    width: '92px',
    numeric: true,
    priority: 'mid',
    cell: (rollout) => <Tally rollout={rollout} states={['unreachable']} loud />,
  },
  {
    id: 'wave',
    header: 'Wave',
    width: '64px',
    numeric: true,
    card: 'hidden',
    cell: ({ wave, waves }) => (wave === 0 ? dash : `${wave} of ${waves.length}`),
  },
  {
    id: 'source',
    header: 'From',
    width: '120px',
    priority: 'low',
    card: 'hidden',
    cell: ({ source }) => <span title={SOURCE_WORDS[source]}>{SOURCE_WORDS[source]}</span>,
  },
  {
    id: 'took',
    header: 'Duration',
    width: '72px',
    numeric: true,
    priority: 'low',
    card: 'hidden',
    cell: (rollout) => <Took rollout={rollout} />,
  },
  {
    id: 'created',
    header: 'Age',
    width: '56px',
    numeric: true,
    card: 'hidden',
    cell: ({ createdAt }) => <Age at={createdAt} />,
  },
];
