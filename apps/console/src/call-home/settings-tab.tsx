import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Layer, SettingKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { useClock } from '../shell/clock.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateIcon } from '../states/state-icon.js';
import { AskExceptionDialog } from './ask-exception-dialog.js';
import { applianceOf } from './scope.js';
import { SettingRow } from './setting-row.js';
import { KEY_PARTS } from './setting-facts.js';
import { layerQuery } from './settings-queries.js';
import { useInherited } from './use-inherited.js';
import { useLayerEdit } from './use-layer-edit.js';

const route = getRouteApi('/call-home');

/** What one layer sets and locks. */
export function SettingsTab({ scope }: { scope: string }) {
  const { data, error, refetch } = useQuery(layerQuery(scope));
  if (data === undefined) {
    return error === null ? (
      <Skeleton rows={12} label="Reading the layer" />
    ) : (
      <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
    );
  }
  return <LayerForm layer={data} />;
}

/** Whether this person may write this layer at all; the API decides again. */
function useMayWrite(scope: string): boolean {
  const { me } = useSession();
  return me.permissions.includes('operate') || (me.permissions.includes('own') && applianceOf(scope) !== null);
}

function LayerForm({ layer }: { layer: Layer }) {
  const { scope, managedBy } = layer;
  const edit = useLayerEdit(layer);
  const mayWrite = useMayWrite(scope);
  const inherited = useInherited(scope, layer.locks);
  const [asksFor, setAsksFor] = useState<SettingKey | null>(null);
  const isInstance = scope.startsWith('instance:');
  const { changed, save, problem, errors } = edit;
  const isManaged = managedBy.type === 'git';
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem === null) return;
    const wrong = form.current?.querySelector('.field-note.s-bad')?.closest('.setting');
    wrong?.querySelector<HTMLElement>('.setting-value :is(input, select):last-of-type')?.focus();
  }, [problem]);
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      changed.length > 0 &&
      (current.pathname !== next.pathname || !isSameForm(current.search, next.search)) &&
      !window.confirm('Leave without saving what you changed in this layer?'),
    enableBeforeUnload: () => changed.length > 0,
  });
  const closedFor = (key: SettingKey): string | null => {
    if (!mayWrite) return '';
    if (isManaged && !managedBy.editable.includes(key)) return `Decided by the file ${managedBy.name ?? ''}.`;
    return null;
  };
  const warningOf = (key: SettingKey) =>
    edit.base.warnings
      .filter((warning) => warning.key === key)
      .map(({ detail }) => detail)
      .join('; ') || undefined;
  return (
    <form
      ref={form}
      className="layer-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(false);
      }}
    >
      <LayerNotes layer={layer} mayWrite={mayWrite} />
      {edit.isBehind && <Behind layer={layer} onMerge={edit.merge} onDiscard={edit.discard} />}
      {edit.clashes.length > 0 && (
        <div className="alert s-warn" role="status">
          <StateIcon name="warn" />
          <span>
            <b>Merged.</b> You both changed {edit.clashes.join(', ')}; yours stands until you change it.
          </span>
        </div>
      )}
      {problem !== null && problem.status !== 412 && <ProblemNote problem={problem} />}
      {KEY_PARTS.map(({ title, keys }) => (
        <section key={title} className="setting-part" aria-label={title}>
          <h2>{title}</h2>
          {keys.map((key) => (
            <SettingRow
              key={key}
              name={key}
              draft={edit.mine.keys[key]}
              inherited={inherited(key)}
              closedBecause={closedFor(key)}
              isExempt={layer.exempt.includes(key)}
              mayLock={!isInstance && (mayWrite || edit.mine.keys[key].isLocked)}
              error={errors[key]}
              warning={warningOf(key)}
              isChanged={changed.includes(key)}
              put={(change) => edit.putKey(key, change)}
              onAsk={mayWrite && applianceOf(scope) !== null ? () => setAsksFor(key) : null}
            />
          ))}
        </section>
      ))}
      <section className="setting-part" aria-label="About this layer">
        <h2>About this layer</h2>
        <div className="form-row about-layer">
          <Textarea
            label="Note"
            description="Why it is so, for everybody who reads it later."
            maxLength={500}
            autosize
            minRows={1}
            disabled={!mayWrite || isManaged}
            error={errors.note}
            value={edit.mine.note}
            onChange={({ currentTarget: { value } }) => edit.put({ note: value })}
          />
          {isInstance && (
            <TextInput
              type="datetime-local"
              label="Ends (UTC)"
              description="It then becomes a plan; nothing is pushed by itself. Empty: never."
              disabled={!mayWrite || isManaged}
              error={errors.expiresAt}
              value={edit.mine.expiresAt}
              onChange={({ currentTarget: { value } }) => edit.put({ expiresAt: value })}
            />
          )}
        </div>
      </section>
      {mayWrite && <SaveBar edit={edit} />}
      {asksFor !== null && <AskExceptionDialog scope={scope} name={asksFor} onClose={() => setAsksFor(null)} />}
    </form>
  );
}

function isSameForm(a: unknown, b: unknown): boolean {
  const of = (search: unknown) => {
    const { scope, tab } = search as { scope?: string; tab?: string };
    return `${scope ?? ''} ${tab ?? 'settings'}`;
  };
  return of(a) === of(b);
}

function LayerNotes({ layer, mayWrite }: { layer: Layer; mayWrite: boolean }) {
  const { exact, until } = useClock();
  const { revision, updatedBy, updatedAt, managedBy, expiresAt } = layer;
  return (
    <>
      <p className="t3 sm">
        {revision === 0 ? 'Nothing was ever set here: everything is inherited.' : `Revision ${revision}`}
        {updatedBy !== null && `, ${updatedBy}`}
        {updatedAt !== null && `, ${exact(updatedAt)}`}
        {expiresAt !== null && `; ends ${until(expiresAt)} (${exact(expiresAt)})`}
        {!mayWrite && '. Changing it takes the operator role.'}
      </p>
      {managedBy.type === 'git' && (
        <div className="alert s-off">
          <StateIcon name="key" />
          <span>
            <b>This layer belongs to the Call Home file {managedBy.name}.</b> Edits here are refused
            {managedBy.editable.length > 0 && `, except for ${managedBy.editable.join(', ')}`}.
          </span>
        </div>
      )}
    </>
  );
}

function Behind({ layer, onMerge, onDiscard }: { layer: Layer; onMerge: () => void; onDiscard: () => void }) {
  const { timeOfDay } = useClock();
  return (
    <div className="alert s-warn" role="alert">
      <StateIcon name="warn" />
      <div>
        <b>
          {layer.updatedBy ?? 'Somebody'} saved revision {layer.revision} meanwhile
        </b>
        {layer.updatedAt !== null && `, ${timeOfDay(layer.updatedAt)}`}. Nothing of yours is lost: bring it together,
        then save.
        <div className="row wrap behind-acts">
          <button type="button" className="btn sm pri" onClick={onMerge}>
            Bring together
          </button>
          <button type="button" className="btn sm" onClick={onDiscard}>
            Drop mine
          </button>
        </div>
      </div>
    </div>
  );
}

function SaveBar({ edit }: { edit: ReturnType<typeof useLayerEdit> }) {
  const navigate = route.useNavigate();
  const { changed, save, isBehind } = edit;
  const effect = save.data?.dryRun === true ? save.data.saved.effect : undefined;
  const isSaved = save.data?.dryRun === false && changed.length === 0;
  return (
    <div className="save-bar">
      <span className="sm" role="status">
        {effect !== undefined && (
          <>
            Would change <b>{effect.change}</b> of {effect.targets} appliances, {effect.removals} removals,{' '}
            {effect.blocked} blocked, {effect.unknown} unknown. Nothing was saved.
          </>
        )}
        {effect === undefined && changed.length > 0 && <span className="t2">{changed.join(', ')} changed</span>}
        {isSaved && <span className="t2">Saved. No appliance has been told yet.</span>}
      </span>
      <span className="grow" />
      {isSaved && (
        <button
          type="button"
          className="btn lg"
          onClick={() => void navigate({ search: (old) => ({ ...old, tab: 'plan', plan: undefined }) })}
        >
          Preview plan
        </button>
      )}
      {changed.length > 0 && (
        <>
          <button type="button" className="btn lg" onClick={edit.discard}>
            Discard
          </button>
          <button
            type="button"
            className="btn lg"
            disabled={save.isPending || isBehind}
            onClick={() => save.mutate(true)}
          >
            Check effect
          </button>
        </>
      )}
      <Button type="submit" disabled={changed.length === 0 || isBehind} loading={save.isPending && !save.variables}>
        Save layer
      </Button>
    </div>
  );
}
