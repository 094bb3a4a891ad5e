import { Button, Modal, Textarea } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EXCEPTION_STATES, type SettingsException } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { useClock } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import { applianceOf } from './scope.js';
import { ScopeName } from './scope-name.js';
import { decideException, exceptionsQuery, SETTINGS_READS, type ExceptionAction } from './settings-queries.js';
import { valueText } from './value-text.js';

const route = getRouteApi('/call-home');
const MARKS: Record<SettingsException['state'], Mark> = {
  requested: { icon: 'held', word: 'waits for a decision', tone: 'held' },
  granted: { icon: 'ok', word: 'granted', tone: 'ok' },
  denied: { icon: 'off', word: 'denied', tone: 'off' },
  withdrawn: { icon: 'suppressed', word: 'taken back', tone: 'off' },
};

/** Wishes to set a locked key, and what became of them: of one host or instance, or of all from a broader layer. */
export function ExceptionsTab({ scope }: { scope: string }) {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const own = applianceOf(scope) === null ? undefined : scope;
  const query = useInfiniteQuery(exceptionsQuery({ scope: own, state }));
  const { data, error, hasNextPage, fetchNextPage, refetch } = query;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="tab-pad" aria-label="Exceptions">
      <div className="row wrap">
        <p className="t2 sm grow">
          {own === undefined
            ? 'Every wish in the fleet. One is made at a locked key of a host or an instance.'
            : 'Wishes of this layer. One is made at a locked key under Settings.'}
        </p>
        <label className={`chip ${state === undefined ? '' : 'on'}`}>
          <span>State:</span>
          <select
            aria-label="State of exceptions"
            value={state ?? ''}
            onChange={({ currentTarget: { value } }) =>
              void navigate({
                replace: true,
                search: (old) => ({ ...old, state: EXCEPTION_STATES.find((known) => known === value) }),
              })
            }
          >
            <option value="">any</option>
            {EXCEPTION_STATES.map((known) => (
              <option key={known} value={known}>
                {MARKS[known].word}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={5} label="Reading the exceptions" />}
      {data !== undefined && rows.length === 0 && (
        <Empty>{state === undefined ? 'Nobody has asked for an exception.' : 'No exception is in this state.'}</Empty>
      )}
      <ul className="wishes">
        {rows.map((wish) => (
          <Wish key={wish.id} wish={wish} />
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="btn sm" onClick={() => void fetchNextPage()}>
          Load more
        </button>
      )}
    </section>
  );
}

function Wish({ wish }: { wish: SettingsException }) {
  const { me } = useSession();
  const { exact } = useClock();
  const [deciding, setDeciding] = useState<ExceptionAction | null>(null);
  const { scope, applianceName, key, value, reason, state, lockedBy } = wish;
  const isMine = wish.requestedBy === me.username;
  const mayDecide = me.permissions.includes('approve') && !isMine;
  return (
    <li>
      <div className="row wrap">
        <Link to="/call-home" search={{ scope, tab: 'settings' }} className="name">
          {applianceName}
        </Link>
        <span>
          <span className="mono">{key}</span> = <b className="mono">{valueText(value)}</b>
        </span>
        <span className="grow" />
        <StateMark mark={MARKS[state]} />
      </div>
      <p className="t2">{reason}</p>
      <p className="t3 sm">
        {wish.requestedBy}, {exact(wish.requestedAt)}
        {lockedBy !== null && (
          <>
            ; locked by <ScopeName scope={lockedBy} />
          </>
        )}
        {wish.decidedBy !== null && wish.decidedAt !== null && (
          <>
            ; {MARKS[state].word} by {wish.decidedBy}, {exact(wish.decidedAt)}
            {wish.decisionNote !== null && `: ${wish.decisionNote}`}
          </>
        )}
      </p>
      {state === 'requested' && (
        <div className="row wrap">
          {mayDecide && (
            <>
              <button type="button" className="btn sm pri" onClick={() => setDeciding('grantException')}>
                Grant
              </button>
              <button type="button" className="btn sm" onClick={() => setDeciding('denyException')}>
                Deny
              </button>
            </>
          )}
          {isMine && (
            <button type="button" className="btn sm" onClick={() => setDeciding('withdrawException')}>
              Take back
            </button>
          )}
          {isMine && me.permissions.includes('approve') && (
            <span className="t3 sm">Another person decides about your own wish.</span>
          )}
          {!isMine && !mayDecide && <span className="t3 sm">Deciding takes the role of an approver.</span>}
        </div>
      )}
      {deciding !== null && <DecideDialog wish={wish} action={deciding} onClose={() => setDeciding(null)} />}
    </li>
  );
}

const DECISIONS: Record<ExceptionAction, { title: string; explains: string; button: string }> = {
  grantException: {
    title: 'Grant this exception?',
    explains: 'The value is set in that one layer, below the lock. No appliance is told before it is rolled out.',
    button: 'Grant',
  },
  denyException: { title: 'Deny this exception?', explains: 'The lock holds. Nothing changes.', button: 'Deny' },
  withdrawException: { title: 'Take your wish back?', explains: 'Nobody has to decide it then.', button: 'Take back' },
};

function DecideDialog({
  wish,
  action,
  onClose,
}: {
  wish: SettingsException;
  action: ExceptionAction;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => decideException(action, wish.id, note),
    onSuccess: onClose,
    onSettled: () => Promise.all(SETTINGS_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const { title, explains, button } = DECISIONS[action];
  return (
    <Modal opened onClose={onClose} title={title} size={440} closeButtonProps={{ 'aria-label': 'Close, do nothing' }}>
      <div className="form">
        <p className="t2">{explains}</p>
        {action !== 'withdrawException' && (
          <Textarea
            label="Note (optional)"
            description={`${wish.requestedBy} reads it.`}
            maxLength={500}
            autosize
            minRows={2}
            value={note}
            onChange={({ currentTarget: { value } }) => setNote(value)}
          />
        )}
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-end">
          <button type="button" className="btn lg" onClick={onClose}>
            Back
          </button>
          <Button loading={isPending} onClick={() => mutate()}>
            {button}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
