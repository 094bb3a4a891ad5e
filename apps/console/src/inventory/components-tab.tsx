import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Appliance, Component } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { componentsQuery, instancesQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { componentMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { confirmRemoval } from './history-queries.js';
import { chipWords } from './known-facts.js';

const KINDS: readonly (readonly [Component['kind'], string])[] = [
  ['drive', 'Drives'],
  ['logical-drive', 'Logical drives'],
  ['storage-repository', 'Storage repositories'],
  ['ssl-chips', 'SSL chips'],
  ['power-supply', 'Power supplies'],
  ['fan', 'Fans'],
  ['temperature', 'Temperatures'],
];

/** The physical parts of a host as last read through its Management Service, and which instances the chips went to. */
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
            <Part key={part.component} applianceId={applianceId} part={part} nameOf={nameOf} />
          ))}
          {kind === 'ssl-chips' && instances.map((instance) => <Assigned key={instance.id} instance={instance} />)}
        </ul>
      </section>
    );
  });
}

interface PartProps {
  applianceId: string;
  part: Component;
  nameOf: (id: string) => string;
}

function Part({ applianceId, part, nameOf }: PartProps) {
  return (
    <li>
      <span className="mono">{part.component}</span>
      <StateMark mark={componentMark(part)} />
      <span className="num t3 sm">
        <Age at={part.checkedAt} />
      </span>
      <p className="t2 sm">
        {part.text}
        {part.affects.length > 0 && <span className="t3"> Affects {part.affects.map(nameOf).join(', ')}.</span>}
      </p>
      {part.state === 'missing' && <Missing applianceId={applianceId} part={part} />}
    </li>
  );
}

/** A part that is listed no more: since when, and the one way to say that it is gone for good. */
function Missing({ applianceId, part }: Omit<PartProps, 'nameOf'>) {
  const { canOperate } = useSession();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => confirmRemoval(applianceId, part.component),
    onSettled: () => client.invalidateQueries({ queryKey: ['components', applianceId] }),
  });
  return (
    <div className="row wrap missing">
      <span className="t2 sm">
        Missing for <Age at={part.stateSince} />; what it said before is shown above.
      </span>
      {canOperate && (
        <button type="button" className="btn sm" disabled={isPending} onClick={() => mutate()}>
          It was removed
        </button>
      )}
      {error !== null && <ProblemNote problem={toProblem(error)} />}
    </div>
  );
}

function Assigned({ instance: { name, details } }: { instance: Appliance }) {
  if (details.chips === null) return null;
  return (
    <li>
      <span className="trunc">{name}</span>
      <span />
      <span className="num t3 sm">
        <Age at={details.chips.at} />
      </span>
      <p className="t2 sm">{chipWords(details.chips.value)}</p>
    </li>
  );
}
