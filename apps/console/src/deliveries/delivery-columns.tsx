import { Link } from '@tanstack/react-router';
import type { Delivery } from '../../../../libs/contract/src/index.js';
import { Age, useClock } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { deliveryStateMark } from '../states/delivery-marks.js';
import { reasonWords } from '../states/reason-words.js';
import { StateMark } from '../states/state-mark.js';
import { formatBytes } from './format-bytes.js';

const dash = <span className="t3">–</span>;

/** Ids are long and begin alike; their end tells them apart. */
export const shortId = (id: string): string => (id.length > 14 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id);

function NextTry({ at }: { at: string | null }) {
  const { until, exact } = useClock();
  if (at === null) return dash;
  return (
    <time dateTime={at} title={exact(at)}>
      {until(at)}
    </time>
  );
}

function triesOf({ attempts: { collect, transmit, max }, state }: Delivery): string {
  if (transmit === 0 && collect > 1) return `${collect} collecting`;
  return state === 'delivered' ? String(transmit) : `${transmit}/${max}`;
}

export const DELIVERY_COLUMNS: readonly ListColumn<Delivery>[] = [
  {
    id: 'id',
    header: 'Id',
    width: '112px',
    card: 'title',
    cell: ({ id }) => (
      <Link
        className="mono name"
        data-row-link
        from="/deliveries"
        to="/deliveries"
        search={(old) => ({ ...old, open: id })}
        title={id}
      >
        {shortId(id)}
      </Link>
    ),
  },
  {
    id: 'appliance',
    header: 'Appliance',
    width: '200px',
    cell: ({ applianceName, hostName }) => (
      <>
        <span className="name">{applianceName}</span>
        {hostName !== null && hostName !== applianceName && <span className="t3 sm"> on {hostName}</span>}
      </>
    ),
  },
  { id: 'type', header: 'Type', width: '86px', cell: ({ type }) => type },
  {
    id: 'condition',
    header: 'Condition',
    width: '150px',
    priority: 'mid',
    cell: ({ conditionCode, component }) =>
      conditionCode === null ? (
        dash
      ) : (
        <>
          {CONDITION_TITLES[conditionCode]}
          {component !== null && <span className="t3 sm"> {component}</span>}
        </>
      ),
  },
  {
    id: 'state',
    header: 'State',
    width: '142px',
    card: 'state',
    cell: ({ state }) => <StateMark mark={deliveryStateMark(state)} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ reason }) =>
      reason === null ? (
        dash
      ) : (
        <span className="t2" title={reason}>
          {reasonWords(reason)}
        </span>
      ),
  },
  { id: 'tries', header: 'Tries', width: '60px', numeric: true, priority: 'low', card: 'hidden', cell: triesOf },
  {
    id: 'size',
    header: 'Size',
    width: '70px',
    numeric: true,
    card: 'hidden',
    cell: ({ bundle }) => (bundle === null ? dash : formatBytes(bundle.bytes)),
  },
  {
    id: 'next',
    header: 'Next try',
    width: '76px',
    numeric: true,
    priority: 'low',
    card: 'hidden',
    cell: ({ nextAttemptAt }) => <NextTry at={nextAttemptAt} />,
  },
  {
    id: 'age',
    header: 'Age',
    width: '56px',
    numeric: true,
    card: 'hidden',
    cell: ({ createdAt }) => <Age at={createdAt} />,
  },
];
