import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Plan } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ROLLOUT_READS } from '../rollouts/rollout-queries.js';
import { TYPED_ABOVE } from '../rollouts/rollout-words.js';
import { ProblemNote } from '../shell/problem-note.js';
import { TypedCount } from '../shell/typed-count.js';
import { StateIcon } from '../states/state-icon.js';
import { createRollout } from './settings-queries.js';

const count = (value: number) => value.toLocaleString('en');

/** Makes a rollout of a plan: at once, after approval where policy asks for it, or kept for later. */
export function CreateRollout({ plan }: { plan: Plan }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [gate, setGate] = useState<'policy' | 'auto' | 'manual'>('policy');
  const [submits, setSubmits] = useState(true);
  const [typed, setTyped] = useState(false);
  const { summary, needsApproval, waves, fresh } = plan;
  const mustType = submits && summary.change > TYPED_ABOVE;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      createRollout({
        planId: plan.id,
        submit: submits,
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(gate !== 'policy' && { gate }),
      }),
    onSuccess: async (rollout) => {
      await Promise.all(ROLLOUT_READS.map((key) => client.invalidateQueries({ queryKey: [key] })));
      await navigate({ to: '/rollouts/$id', params: { id: rollout.id } });
    },
  });
  const button = !submits
    ? 'Keep as planned rollout'
    : needsApproval.length > 0
      ? 'Create rollout and ask for approval'
      : `Create rollout, start with ${count(waves[0]?.targets ?? summary.change)}`;
  return (
    <section className="panel pad create-rollout" aria-label="Create rollout">
      <p className="t2 sm">
        {waves.length === 1
          ? `One wave of ${count(summary.change)}.`
          : `${waves.length} waves: ${waves.map(({ targets }) => count(targets)).join(', ')}.`}{' '}
        Every appliance is read again right before it is written, and read back after.
      </p>
      {needsApproval.length > 0 && (
        <div className="alert s-held">
          <StateIcon name="held" />
          <span>
            <b>Needs another person.</b> {needsApproval.map(({ detail }) => detail).join('; ')}
          </span>
        </div>
      )}
      <div className="form-row">
        <TextInput
          label="Name (optional)"
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
        />
        {waves.length > 1 && (
          <NativeSelect
            label="Between waves"
            data={[
              { value: 'policy', label: 'as the policy says' },
              { value: 'auto', label: 'go on by itself' },
              { value: 'manual', label: 'wait for a person' },
            ]}
            value={gate}
            onChange={({ currentTarget: { value } }) =>
              setGate(value === 'auto' || value === 'manual' ? value : 'policy')
            }
          />
        )}
        <NativeSelect
          label="When"
          data={[
            { value: 'now', label: needsApproval.length > 0 ? 'once approved' : 'now' },
            { value: 'later', label: 'later, by hand' },
          ]}
          value={submits ? 'now' : 'later'}
          onChange={({ currentTarget: { value } }) => setSubmits(value === 'now')}
        />
      </div>
      {mustType && <TypedCount count={summary.change} what="appliances" onMatch={setTyped} />}
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      <div className="row">
        <Button disabled={!fresh || (mustType && !typed)} loading={isPending} onClick={() => mutate()}>
          {button}
        </Button>
        {!fresh && <span className="t3 sm">Plan again first.</span>}
      </div>
    </section>
  );
}
