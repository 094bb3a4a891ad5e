import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Appliance, Operation } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { startWork, type ApplianceWork } from '../api/changes.js';
import { operationQuery } from '../api/queries.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark, type Mark } from '../states/state-mark.js';

const WORDS: Record<ApplianceWork, { button: string; doing: string; done: string }> = {
  discoverAppliance: { button: 'Discover instances', doing: 'Discovering', done: 'Discovered' },
  checkAppliance: { button: 'Check now', doing: 'Checking', done: 'Checked' },
  testAppliance: { button: 'Test connection', doing: 'Testing', done: 'Tested' },
};

/** What an operator can start on this appliance, and how far it is. */
export function ApplianceActions({ appliance }: { appliance: Appliance }) {
  const { canOperate } = useSession();
  const { mutate, isPending, error, data, variables } = useMutation({
    mutationFn: (work: ApplianceWork) => startWork(work, appliance.id),
  });
  if (!canOperate) return <span className="t3 sm">Starting work takes the operator role.</span>;
  const works: ApplianceWork[] =
    appliance.kind === 'sdx-host'
      ? ['checkAppliance', 'discoverAppliance', 'testAppliance']
      : ['checkAppliance', 'testAppliance'];
  return (
    <div className="work">
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      {data !== undefined && variables !== undefined && <Progress key={data.id} started={data} work={variables} />}
      <div className="row wrap">
        {works.map((work, index) => (
          <button
            key={work}
            type="button"
            className={`btn ${index === 0 ? 'pri' : ''}`}
            disabled={isPending}
            onClick={() => mutate(work)}
          >
            {WORDS[work].button}
          </button>
        ))}
      </div>
    </div>
  );
}

function markOf({ state, done, total, failed, problem }: Operation, work: ApplianceWork): Mark {
  const { doing, done: finished } = WORDS[work];
  const share = total > 1 ? `, ${done} of ${total}` : '';
  if (state === 'running') return { icon: 'run', word: `${doing}${share}`, tone: 'run' };
  const cause = problem === null ? '' : `: ${problem}`;
  if (state === 'failed') return { icon: 'bad', word: `${doing} failed${cause}`, tone: 'bad' };
  if (failed > 0) return { icon: 'warn', word: `${finished}${share}, ${failed} failed${cause}`, tone: 'warn' };
  return { icon: 'ok', word: `${finished}${share}`, tone: 'ok' };
}

function Progress({ started, work }: { started: Operation; work: ApplianceWork }) {
  const client = useQueryClient();
  const { data } = useQuery({ ...operationQuery(started.id), initialData: started, staleTime: 0 });
  const isOver = data.state !== 'running';
  useEffect(() => {
    if (!isOver) return;
    for (const key of ['appliances', 'appliance', 'components', 'host-keys', 'effective', 'overview']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  }, [isOver, client]);
  return (
    <p className="sm" role="status">
      <StateMark mark={markOf(data, work)} />
    </p>
  );
}
