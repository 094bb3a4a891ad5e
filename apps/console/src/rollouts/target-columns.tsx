import { Link } from '@tanstack/react-router';
import type { RolloutTarget } from '../../../../libs/contract/src/index.js';
import { useClock } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { reasonWords } from '../states/reason-words.js';
import { isInFlight, targetMark } from '../states/rollout-marks.js';
import { StateMark } from '../states/state-mark.js';

const dash = <span className="t3">–</span>;

function Took({ target: { startedAt, finishedAt, state } }: { target: RolloutTarget }) {
  const { now } = useClock();
  if (startedAt === null) return dash;
  if (finishedAt === null && !isInFlight(state)) return dash;
  const ms = (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt);
  return <>{(Math.max(0, ms) / 1000).toFixed(1)} s</>;
}

/** What a person wants to know beside the state. */
export function noteOf({ state, cause, verifiedAt, peerSynced, leftovers }: RolloutTarget): string {
  const parts = [
    cause === null ? '' : reasonWords(cause),
    cause === null && state === 'applied' && verifiedAt !== null ? 'verified by read-back' : '',
    cause === null && state === 'unchanged' ? 'already right' : '',
    peerSynced === true ? 'its partner shows the same' : peerSynced === false ? 'its partner does not show it' : '',
    leftovers.length > 0 ? `left alone: ${leftovers.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

export const TARGET_COLUMNS: readonly ListColumn<RolloutTarget>[] = [
  {
    id: 'target',
    header: 'Target',
    width: '190px',
    card: 'title',
    cell: ({ applianceId, applianceName, hostName }) => (
      <>
        <Link
          className="name"
          data-row-link
          from="/rollouts/$id"
          search={(old) => ({ ...old, open: applianceId })}
          title={applianceName}
        >
          {applianceName}
        </Link>
        {hostName !== null && hostName !== applianceName && <span className="t3 sm"> on {hostName}</span>}
      </>
    ),
  },
  { id: 'wave', header: 'Wave', width: '52px', numeric: true, card: 'hidden', cell: ({ wave }) => wave },
  {
    id: 'state',
    header: 'State',
    width: '132px',
    card: 'state',
    cell: ({ state }) => <StateMark mark={targetMark(state)} />,
  },
  {
    id: 'step',
    header: 'Step',
    width: '84px',
    priority: 'mid',
    cell: ({ step }) => (step === null ? dash : reasonWords(step)),
  },
  {
    id: 'keys',
    header: 'Keys',
    width: '160px',
    cell: ({ changedKeys }) =>
      changedKeys.length === 0 ? (
        dash
      ) : (
        <span className="mono" title={changedKeys.join(', ')}>
          {changedKeys.join(', ')}
        </span>
      ),
  },
  {
    id: 'took',
    header: 'Took',
    width: '64px',
    numeric: true,
    priority: 'mid',
    card: 'hidden',
    cell: (target) => <Took target={target} />,
  },
  {
    id: 'note',
    header: 'Note',
    cell: (target) => {
      const note = noteOf(target);
      return note === '' ? (
        dash
      ) : (
        <span className="t2" title={note}>
          {note}
        </span>
      );
    },
  },
];
