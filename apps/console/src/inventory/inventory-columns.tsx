import {
  IconArrowsLeftRight,
  IconChevronDown,
  IconChevronRight,
  IconDeviceDesktop,
  IconServer,
  IconServer2,
  IconTopologyRing,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { Age } from '../shell/clock.js';
import type { ListColumn, TreePlace } from '../shell/list-table.js';
import {
  callHomeMark,
  driftMark,
  hostKeyMark,
  reachabilityMark,
  worstConditionMark,
} from '../states/appliance-marks.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import { deploymentWords, partnerWords } from './deployment-words.js';
import { KIND_SHORT } from './kind-words.js';

const dash = <span className="t3">–</span>;
const shown = (mark: Mark | null) => (mark === null ? dash : <StateMark mark={mark} />);
const mono = (value: string | null) =>
  value === null ? (
    dash
  ) : (
    <span className="mono" title={value}>
      {value}
    </span>
  );

function KindIcon({ kind }: Pick<Appliance, 'kind'>) {
  if (kind === 'sdx-host') return <IconServer2 className="ic" aria-hidden />;
  if (kind === 'mpx') return <IconServer className="ic" aria-hidden />;
  return <IconDeviceDesktop className="ic" aria-hidden />;
}

function Fold({ place, name }: { place: TreePlace; name: string }) {
  if (place.isOpen === null) return <span className="fold" />;
  const Icon = place.isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      className="fold"
      aria-expanded={place.isOpen}
      aria-label={`Instances of ${name}`}
      onClick={place.toggle}
    >
      <Icon className="ic" aria-hidden />
    </button>
  );
}

function NameCell({ appliance, place, isFlat }: { appliance: Appliance; place: TreePlace; isFlat: boolean }) {
  const { id, kind, name, hostName, instanceCount, goneAt } = appliance;
  return (
    <span className="row name-cell">
      {!isFlat && (place.depth === 0 ? <Fold place={place} name={name} /> : <Branch isLast={place.isLast} />)}
      <KindIcon kind={kind} />
      <Link
        className="name trunc"
        data-row-link
        to="/inventory"
        search={(old) => ({ ...old, open: id, tab: undefined })}
        title={name}
      >
        {name}
      </Link>
      {kind === 'sdx-host' && <span className="t3 sm">{instanceCount}</span>}
      {place.depth === 0 && hostName !== null && <span className="t3 sm trunc">on {hostName}</span>}
      <PartnerMark appliance={appliance} />
      {goneAt !== null && <span className="tag">gone</span>}
    </span>
  );
}

/** Ties a row to its partners wherever they stand in the tree: half of a pair, or node of a cluster. */
function PartnerMark({ appliance }: { appliance: Appliance }) {
  const partner = partnerWords(appliance);
  if (partner === null) return null;
  const isPair = appliance.peer !== null;
  const Icon = isPair ? IconArrowsLeftRight : IconTopologyRing;
  const words = `${isPair ? 'HA pair' : 'Cluster'} with ${partner}`;
  return (
    <span className="tag partner" title={words}>
      <Icon className="ic" role="img" aria-label={words} />
      <span className="trunc" aria-hidden="true">
        {partner}
      </span>
    </span>
  );
}

const Branch = ({ isLast }: { isLast: boolean }) => (
  <span className={`branch ${isLast ? 'last' : ''}`} aria-hidden="true" />
);

const modeCell = (appliance: Appliance) => (
  <span className="trunc" title={deploymentWords(appliance)}>
    {deploymentWords(appliance)}
  </span>
);

/** Wide columns, for those who compare the whole list: the tree has no room for them. */
const FLAT_ONLY: readonly ListColumn<Appliance>[] = [
  {
    id: 'licence',
    header: 'Licence',
    width: '120px',
    priority: 'low',
    card: 'hidden',
    cell: ({ details: { licence } }) =>
      licence === null ? dash : [licence.value.edition ?? 'unknown', licence.value.source].join(', '),
  },
  {
    id: 'serial',
    header: 'Serial',
    width: '110px',
    priority: 'low',
    card: 'hidden',
    cell: ({ serial }) => mono(serial),
  },
  {
    id: 'host-id',
    header: 'Host id',
    width: '120px',
    priority: 'low',
    card: 'hidden',
    cell: ({ identity }) => mono(identity.hostId),
  },
];

/** The columns of the inventory; in the flat layout an instance names its host instead of standing under it. */
export function inventoryColumns(isFlat: boolean): readonly ListColumn<Appliance>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: isFlat ? '230px' : '178px',
      card: 'title',
      cell: (appliance, place) => <NameCell appliance={appliance} place={place} isFlat={isFlat} />,
    },
    { id: 'kind', header: 'Kind', width: '42px', card: 'hidden', cell: ({ kind }) => KIND_SHORT[kind] },
    { id: 'address', header: 'Address', width: '98px', cell: ({ address }) => mono(address) },
    {
      id: 'model',
      header: 'Model',
      width: '86px',
      priority: 'mid',
      card: 'hidden',
      cell: ({ model }) => model ?? dash,
    },
    { id: 'build', header: 'Build', width: '106px', priority: 'low', card: 'hidden', cell: ({ build }) => mono(build) },
    {
      id: 'mode',
      header: 'Mode',
      width: '96px',
      priority: 'low',
      card: 'hidden',
      cell: (appliance) => (appliance.kind === 'sdx-host' ? dash : modeCell(appliance)),
    },
    ...(isFlat ? FLAT_ONLY : []),
    {
      id: 'reach',
      header: 'Reachability',
      width: '124px',
      card: 'state',
      cell: ({ reachability }) => <StateMark mark={reachabilityMark(reachability)} />,
    },
    {
      id: 'key',
      header: 'Host key',
      width: '86px',
      card: 'hidden',
      cell: ({ hostKey }) => <StateMark mark={hostKeyMark(hostKey)} />,
    },
    { id: 'call-home', header: 'Call Home', width: '136px', cell: ({ callHome }) => shown(callHomeMark(callHome)) },
    {
      id: 'drift',
      header: 'Drift',
      width: '100px',
      priority: 'mid',
      card: 'hidden',
      cell: ({ callHome }) => shown(callHome === null ? null : driftMark(callHome.drift)),
    },
    { id: 'conditions', header: 'Conditions', cell: ({ conditions }) => shown(worstConditionMark(conditions)) },
    {
      id: 'seen',
      header: 'Last seen',
      width: '78px',
      priority: 'low',
      numeric: true,
      card: 'hidden',
      cell: ({ lastSeenAt }) => <Age at={lastSeenAt} />,
    },
  ];
}
