import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { changeAppliance } from '../api/changes.js';
import { jumpHostsQuery } from '../api/queries.js';
import { JumpHostsDialog } from './jump-hosts-dialog.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark } from '../states/state-mark.js';

type Connection = Appliance['connection'];
type Channel = Connection['channel'];

const CHANNEL_WORDS: Record<Channel, string> = {
  auto: 'Find out what works',
  exec: 'One channel for each command',
  shell: 'One terminal for all commands',
};

/** How an appliance is reached: what was chosen, what was found, and a form to choose otherwise. */
export function ConnectionChoices({ appliance }: { appliance: Appliance }) {
  const { canOperate } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(jumpHostsQuery);
  const { connection } = appliance;
  const through = data?.items.find(({ id }) => id === connection.jumpHostId)?.name ?? connection.jumpHostId;
  if (isOpen) return <ChoicesForm appliance={appliance} onDone={() => setOpen(false)} />;
  return (
    <section aria-labelledby="connection-choices">
      <div className="row">
        <h3 className="h3" id="connection-choices">
          How it is reached
        </h3>
        {canOperate && (
          <button type="button" className="btn sm push" onClick={() => setOpen(true)}>
            Change
          </button>
        )}
      </div>
      <dl className="kv">
        <dt>Through</dt>
        <dd>{through ?? 'directly'}</dd>
        <dt>Algorithms</dt>
        <dd>
          {connection.algorithms === 'modern' ? (
            'modern only'
          ) : (
            <StateMark mark={{ icon: 'warn', word: 'legacy ones allowed', tone: 'warn' }} />
          )}
        </dd>
        <dt>Commands</dt>
        <dd>
          {CHANNEL_WORDS[connection.channel]}
          {connection.channel === 'auto' && (
            <div className="t3 sm">
              {connection.channelInUse === null
                ? 'not found out yet'
                : `found: ${CHANNEL_WORDS[connection.channelInUse].toLowerCase()}`}
            </div>
          )}
        </dd>
      </dl>
    </section>
  );
}

function ChoicesForm({ appliance, onDone }: { appliance: Appliance; onDone: () => void }) {
  const client = useQueryClient();
  const { data } = useQuery(jumpHostsQuery);
  const [isManaging, setManaging] = useState(false);
  const [choice, setChoice] = useState<Pick<Connection, 'jumpHostId' | 'algorithms' | 'channel'>>(appliance.connection);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const { jumpHostId, algorithms, channel } = choice;
      return changeAppliance(appliance.id, { jumpHostId, algorithms, channel });
    },
    onSuccess: async () => {
      await Promise.all(['appliance', 'appliances'].map((key) => client.invalidateQueries({ queryKey: [key] })));
      onDone();
    },
  });
  return (
    <>
      <JumpHostsDialog opened={isManaging} onClose={() => setManaging(false)} />
      <form
        className="form decision"
        aria-label="How it is reached"
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <NativeSelect
          label="Through"
          data={[
            { value: '', label: appliance.hostId === null ? 'Directly' : 'As its host is reached' },
            ...(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={choice.jumpHostId ?? ''}
          onChange={({ currentTarget: { value } }) => setChoice({ ...choice, jumpHostId: value === '' ? null : value })}
        />
        <NativeSelect
          label="Algorithms"
          description="Legacy ones are weak. Choose them only for an old build that speaks nothing else."
          data={[
            { value: 'modern', label: 'Modern only' },
            { value: 'legacy', label: 'Legacy ones as well' },
          ]}
          value={choice.algorithms}
          onChange={({ currentTarget: { value } }) =>
            setChoice({ ...choice, algorithms: value === 'legacy' ? 'legacy' : 'modern' })
          }
        />
        <NativeSelect
          label="Commands"
          data={Object.entries(CHANNEL_WORDS).map(([value, label]) => ({ value, label }))}
          value={choice.channel}
          onChange={({ currentTarget: { value } }) =>
            setChoice({ ...choice, channel: value === 'exec' || value === 'shell' ? value : 'auto' })
          }
        />
        <div className="row">
          <button type="submit" className="btn pri" disabled={isPending}>
            Save
          </button>
          <button type="button" className="btn" onClick={onDone}>
            Cancel
          </button>
          <button type="button" className="btn push" onClick={() => setManaging(true)}>
            Jump hosts…
          </button>
        </div>
      </form>
    </>
  );
}
