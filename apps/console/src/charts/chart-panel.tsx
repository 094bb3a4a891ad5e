import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Panel } from '../shell/panel.js';

interface ChartPanelProps {
  title: string;
  note: string;
  legend?: ReactNode;
  chart: ReactNode;
  /** The same figures as rows: the twin for who cannot, or would rather not, read the picture. */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** A chart with its table twin behind one button. */
export function ChartPanel({ title, note, legend, chart, table }: ChartPanelProps) {
  const [asTable, setAsTable] = useState(false);
  const word = asTable ? `Show ${title.toLowerCase()} as a chart` : `Show ${title.toLowerCase()} as a table`;
  const toggle = (
    <>
      {legend}
      <button
        type="button"
        className="btn icon ghost"
        aria-label={word}
        title={word}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? <IconChartBar className="ic" aria-hidden /> : <IconTable className="ic" aria-hidden />}
      </button>
    </>
  );
  return (
    <Panel title={title} note={note} aside={toggle} className="chart-panel">
      {asTable ? <Twin title={title} {...table} /> : <div className="chart-box">{chart}</div>}
    </Panel>
  );
}

function Twin({ title, head, rows }: { title: string } & ChartPanelProps['table']) {
  return (
    <div className="twin" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table className="tbl compact">
        <thead>
          <tr>
            {head.map((word, column) => (
              <th key={word} scope="col" className={column === 0 ? '' : 'num'}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {rest.map((value, column) => (
                <td key={head[column + 1]} className="num">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
