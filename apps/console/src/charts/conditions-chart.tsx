import type { Overview } from '../../../../libs/contract/src/index.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { ChartPanel } from './chart-panel.js';

type Row = Overview['conditions']['byCode'][number];

/** Open conditions per kind, each out of the appliances it applies to. What it cannot apply to is never in a bar. */
export function ConditionsChart({ byCode }: { byCode: readonly Row[] }) {
  const rows = byCode.toSorted((a, b) => b.active - a.active);
  const most = Math.max(1, ...rows.map(({ active }) => active));
  const chart = (
    <ul className="hbars" aria-label="Open conditions by kind">
      {rows.map(({ code, active, appliesTo, notApplicable }) => (
        <li key={code}>
          <span className="hbar-name">{CONDITION_TITLES[code]}</span>
          <span className="hbar-track">
            <i style={{ width: `${(active / most) * 78}%` }} />
            <b>{active.toLocaleString('en')}</b>
          </span>
          <span className="hbar-of">of {appliesTo.toLocaleString('en')}</span>
          <span className="hbar-na">{notApplicable > 0 && `${notApplicable.toLocaleString('en')} n/a`}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <ChartPanel
      title="Events by condition"
      note="open now, of those it applies to"
      chart={chart}
      table={{
        head: ['Condition', 'Open', 'Applies to', 'Not applicable'],
        rows: rows.map(({ code, active, appliesTo, notApplicable }) => [
          CONDITION_TITLES[code],
          String(active),
          String(appliesTo),
          String(notApplicable),
        ]),
      }}
    />
  );
}
