import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Appliance, ConnectionStep } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { startWork } from '../api/changes.js';
import { connectionTestQuery, operationQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark, type Mark } from '../states/state-mark.js';

const LOOKS: Record<ConnectionStep['state'], Pick<Mark, 'icon' | 'tone'> & { ending: string }> = {
  ok: { icon: 'ok', tone: 'ok', ending: '' },
  failed: { icon: 'bad', tone: 'bad', ending: ': failed' },
  'not-tried': { icon: 'off', tone: 'off', ending: ': not tried' },
};

function markOf({ state, title }: ConnectionStep): Mark {
  const { ending, ...look } = LOOKS[state];
  return { ...look, word: title + ending };
}

/** Tries the whole way to the appliance, and shows each step of the last try with what to do about a failed one. */
export function ConnectionTestSection({ appliance }: { appliance: Appliance }) {
  const { canOperate } = useSession();
  const client = useQueryClient();
  const { data: test } = useQuery(connectionTestQuery(appliance.id));
  const {
    mutate,
    isPending,
    error,
    data: started,
  } = useMutation({
    mutationFn: () => startWork('testAppliance', appliance.id),
  });
  const { data: operation } = useQuery({ ...operationQuery(started?.id ?? ''), enabled: started !== undefined });
  const isRunning = isPending || (started !== undefined && (operation?.state ?? 'running') === 'running');
  const finishedAt = operation?.finishedAt ?? null;
  useEffect(() => {
    if (finishedAt === null) return;
    for (const key of ['connection-test', 'appliance', 'appliances', 'host-keys']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  }, [finishedAt, client]);
  return (
    <section aria-labelledby="connection-test">
      <div className="row">
        <h3 className="h3" id="connection-test">
          Connection test
        </h3>
        {test && (
          <span className="t3 sm">
            <Age at={test.at} suffix=" ago" />, {test.tookMs} ms
          </span>
        )}
        {canOperate && (
          <button type="button" className="btn sm push" disabled={isRunning} onClick={() => mutate()}>
            {isRunning ? 'Testing…' : 'Test now'}
          </button>
        )}
      </div>
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      {test ? (
        <ol className="timeline" aria-live="polite">
          {test.steps.map((step) => (
            <TestedStep key={step.step} step={step} />
          ))}
        </ol>
      ) : (
        <p className="t3 sm">Not tested yet.</p>
      )}
    </section>
  );
}

function TestedStep({ step }: { step: ConnectionStep }) {
  return (
    <li>
      <StateMark mark={markOf(step)} />
      <span />
      <span className="t3 sm num">{step.tookMs !== null && `${step.tookMs} ms`}</span>
      {step.found !== null && <p className="t3 sm mono wrap-any">{step.found}</p>}
      {step.problem !== null && (
        <p className="sm">
          <b>{step.problem}</b> {step.help}
        </p>
      )}
    </li>
  );
}
