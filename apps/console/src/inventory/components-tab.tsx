import { useQuery } from '@tanstack/react-query';
import type { Component } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { componentsQuery, instancesQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { componentMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';

const KINDS: readonly (readonly [Component['kind'], string])[] = [
  ['drive', 'Drives'],
  ['logical-drive', 'Logical drives'],
  ['storage-repository', 'Storage repositories'],
  ['ssl-chips', 'SSL chips'],
  ['power-supply', 'Power supplies'],
];

/** The physical parts of a host as last read through its Management Service. */
export function ComponentsTab({ applianceId }: { applianceId: string }) {
  const { data, error, refetch } = useQuery(componentsQuery(applianceId));
  const instances = useQuery(instancesQuery(applianceId)).data?.items ?? [];
  const nameOf = (id: string) => instances.find((instance) => instance.id === id)?.name ?? id;
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={8} label="Reading the components" />;
  if (data.items.length === 0) return <Empty>Not checked yet: nothing is known of the parts of this host.</Empty>;
  return KINDS.map(([kind, title]) => {
    const parts = data.items.filter((component) => component.kind === kind);
    if (parts.length === 0) return null;
    return (
      <section key={kind} aria-label={title}>
        <h3 className="h3">{title}</h3>
        <ul className="parts">
          {parts.map((part) => (
            <li key={part.component}>
              <span className="mono">{part.component}</span>
              <StateMark mark={componentMark(part)} />
              <span className="num t3 sm">
                <Age at={part.checkedAt} />
              </span>
              <p className="t2 sm">
                {part.text}
                {part.affects.length > 0 && <span className="t3"> Affects {part.affects.map(nameOf).join(', ')}.</span>}
              </p>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
