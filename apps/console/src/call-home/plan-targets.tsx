import { useCallback, useState } from 'react';
import type { PlanTarget } from '../../../../libs/contract/src/index.js';
import { CopyText } from '../shell/copy-text.js';
import { Drawer } from '../shell/drawer.js';
import { ListTable, type ListColumn } from '../shell/list-table.js';
import { Empty } from '../shell/panel.js';
import { reasonWords } from '../states/reason-words.js';
import { StateIcon } from '../states/state-icon.js';
import { StateMark } from '../states/state-mark.js';
import { OUTCOME_MARKS } from './outcome-marks.js';
import { ScopeName } from './scope-name.js';
import { valueText } from './value-text.js';

const ROW_HEIGHT = 32;
const CARD_HEIGHT = 124;
const dash = <span className="t3">–</span>;
const rowId = ({ applianceId }: PlanTarget) => applianceId;
const count = (value: number) => value.toLocaleString('en');

const changeText = ({ key, from, to }: PlanTarget['changes'][number]) =>
  `${key}: ${from === null ? 'unset' : valueText(from)} → ${valueText(to)}`;

const columnsFor = (open: (id: string) => void): readonly ListColumn<PlanTarget>[] => [
  {
    id: 'target',
    header: 'Target',
    width: '210px',
    card: 'title',
    cell: ({ applianceId, applianceName, hostName }) => (
      <>
        <button type="button" className="key-link name" data-row-link onClick={() => open(applianceId)}>
          {applianceName}
        </button>
        {hostName !== null && hostName !== applianceName && <span className="t3 sm"> on {hostName}</span>}
      </>
    ),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '124px',
    card: 'state',
    cell: ({ outcome }) => <StateMark mark={OUTCOME_MARKS[outcome]} />,
  },
  {
    id: 'changes',
    header: 'Changes',
    cell: ({ changes, reason }) => {
      if (changes.length === 0) return reason === null ? dash : <span className="t2">{reasonWords(reason)}</span>;
      const text = changes.map(changeText).join('; ');
      return (
        <span className="mono" title={text}>
          {text}
        </span>
      );
    },
  },
  {
    id: 'removals',
    header: 'Removals',
    width: '76px',
    numeric: true,
    cell: ({ removals }) => (removals === 0 ? dash : removals),
  },
];

interface PlanTargetsProps {
  rows: readonly PlanTarget[];
  total: number;
  onNearEnd: () => void;
}

/** Every appliance of a plan; a row opens what is sent to it, and what would take it back. */
export function PlanTargets({ rows, total, onNearEnd }: PlanTargetsProps) {
  const [openId, setOpenId] = useState<string>();
  const [columns] = useState(() => columnsFor(setOpenId));
  const close = useCallback(() => setOpenId(undefined), []);
  const target = rows.find(({ applianceId }) => applianceId === openId);
  if (rows.length === 0) return <Empty>No target is of this kind.</Empty>;
  return (
    <div className={`plan-list ${target === undefined ? '' : 'with-drawer'}`}>
      <div className="split">
        <ListTable
          label="Targets of the plan"
          columns={columns}
          rows={rows}
          rowId={rowId}
          openId={openId}
          onOpen={setOpenId}
          total={total}
          onNearEnd={onNearEnd}
          rowHeight={ROW_HEIGHT}
          cardHeight={CARD_HEIGHT}
          footer={
            <span>
              {count(rows.length)} of {count(total)} loaded, in inventory order
            </span>
          }
        />
        {target !== undefined && <PlanTargetDrawer target={target} onClose={close} />}
      </div>
    </div>
  );
}

function PlanTargetDrawer({ target, onClose }: { target: PlanTarget; onClose: () => void }) {
  const { applianceId, applianceName, hostName, outcome, reason, changes, commands, undo, warnings } = target;
  return (
    <Drawer
      subjectId={applianceId}
      label={`What the plan does on ${applianceName}`}
      title={
        <>
          <span className="trunc">{applianceName}</span>
          <StateMark mark={OUTCOME_MARKS[outcome]} pill />
        </>
      }
      subtitle={hostName !== null && hostName !== applianceName ? `on ${hostName}` : undefined}
      onClose={onClose}
    >
      {reason !== null && <p className="reason">{reasonWords(reason)}</p>}
      {warnings.map((warning) => (
        <div key={warning} className="alert s-warn">
          <StateIcon name="warn" />
          <span>{reasonWords(warning)}</span>
        </div>
      ))}
      {changes.map((change) => (
        <section key={change.key} className="diff" aria-label={change.key}>
          <div className="mono">
            <span className="h">
              {change.key} <span className="t3">from {<ScopeName scope={change.source} />}</span>
            </span>
            <span className="m">
              <i>-</i>
              {change.from === null ? 'unset' : valueText(change.from)}
            </span>
            <span className="p">
              <i>+</i>
              {valueText(change.to)}
            </span>
          </div>
        </section>
      ))}
      <Commands title="Will run" lines={commands} />
      <Commands title="Would take it back" lines={undo} />
    </Drawer>
  );
}

function Commands({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  const text = lines.join('\n');
  return (
    <section aria-label={title}>
      <h3 className="h3">{title}</h3>
      <div className="code-box">
        <pre tabIndex={0} aria-label={title}>
          {text}
        </pre>
        <CopyText text={text} label={`Copy: ${title.toLowerCase()}`} />
      </div>
    </section>
  );
}
