import { Button, Modal, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LayerRevision, SettingKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { useClock } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { applianceOf } from './scope.js';
import { revertLayer, revisionsQuery, SETTINGS_READS } from './settings-queries.js';
import { valueText } from './value-text.js';

const CAUSES: Record<LayerRevision['cause'], string> = {
  edit: 'edited',
  revert: 'reverted',
  expiry: 'override ended',
  adoption: 'taken from the appliance',
  exception: 'exception granted',
  config: 'Call Home file',
  upgrade: 'upgrade rule',
};

/** What a layer was before, newest first, and the way back. */
export function RevisionsTab({ scope }: { scope: string }) {
  const { me } = useSession();
  const { data, error, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(revisionsQuery(scope));
  const [chosen, setChosen] = useState<number | null>(null);
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const mayWrite =
    me.permissions.includes('operate') || (me.permissions.includes('own') && applianceOf(scope) !== null);
  return (
    <section className="tab-pad" aria-label="Revisions">
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={6} label="Reading the revisions" />}
      {data !== undefined && rows.length === 0 && <Empty>Nothing was ever set here.</Empty>}
      <ol className="revisions">
        {rows.map((row, index) => (
          <Revision
            key={row.revision}
            row={row}
            before={rows[index + 1]}
            isNow={index === 0}
            onRevert={mayWrite && index > 0 ? () => setChosen(row.revision) : null}
          />
        ))}
      </ol>
      <div className="row">
        {hasNextPage && (
          <button type="button" className="btn sm" onClick={() => void fetchNextPage()}>
            Load more
          </button>
        )}
        {mayWrite && rows.length > 0 && !hasNextPage && (
          <button type="button" className="btn sm" onClick={() => setChosen(0)}>
            Empty this layer
          </button>
        )}
      </div>
      {chosen !== null && <RevertDialog scope={scope} revision={chosen} onClose={() => setChosen(null)} />}
    </section>
  );
}

interface RevisionProps {
  row: LayerRevision;
  before: LayerRevision | undefined;
  isNow: boolean;
  onRevert: (() => void) | null;
}

function Revision({ row, before, isNow, onRevert }: RevisionProps) {
  const { exact } = useClock();
  return (
    <li>
      <div className="row wrap">
        <b>Revision {row.revision}</b>
        {isNow && <span className="tag acc">now</span>}
        <span className="t2 sm">
          {CAUSES[row.cause]} by {row.by}, {exact(row.at)}
        </span>
        <span className="grow" />
        {onRevert !== null && (
          <button type="button" className="btn sm" onClick={onRevert}>
            Revert to this
          </button>
        )}
      </div>
      {row.note !== null && <p className="t2 sm">{row.note}</p>}
      {row.changedKeys.length === 0 ? (
        <p className="t3 sm">No key changed: the note, a reason or the end did.</p>
      ) : (
        <div className="diff">
          {row.changedKeys.map((key) => (
            <KeyChange key={key} name={key} row={row} before={before} />
          ))}
        </div>
      )}
    </li>
  );
}

const said = (row: LayerRevision | undefined, key: SettingKey): string => {
  const value = row?.settings[key];
  const text = value === undefined ? 'inherit' : valueText(value);
  return row?.locks.includes(key) === true ? `${text}, locked` : text;
};

function KeyChange({ name, row, before }: { name: SettingKey; row: LayerRevision; before: LayerRevision | undefined }) {
  const isFirst = row.revision === 1;
  return (
    <div className="mono">
      <span className="h">{name}</span>
      {(before !== undefined || isFirst) && (
        <span className="m">
          <i>-</i>
          {said(before, name)}
        </span>
      )}
      <span className="p">
        <i>+</i>
        {said(row, name)}
      </span>
    </div>
  );
}

function RevertDialog({ scope, revision, onClose }: { scope: string; revision: number; onClose: () => void }) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => revertLayer(scope, { revision, note: note.trim() === '' ? null : note.trim() }),
    onSuccess: onClose,
    onSettled: () => Promise.all(SETTINGS_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={revision === 0 ? 'Empty this layer?' : `Revert to revision ${revision}?`}
      size={440}
      closeButtonProps={{ 'aria-label': 'Close without reverting' }}
    >
      <div className="form">
        <p className="t2">
          {revision === 0
            ? 'Everything is inherited then. '
            : 'The layer sets and locks what it did then, as a new revision. '}
          No appliance is told before it is rolled out.
        </p>
        <TextInput
          label="Note (optional)"
          maxLength={500}
          value={note}
          onChange={({ currentTarget: { value } }) => setNote(value)}
        />
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-end">
          <button type="button" className="btn lg" onClick={onClose}>
            Back
          </button>
          <Button loading={isPending} onClick={() => mutate()}>
            {revision === 0 ? 'Empty layer' : 'Revert'}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
