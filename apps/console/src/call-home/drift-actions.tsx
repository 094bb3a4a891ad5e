import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SettingKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { operationQuery } from '../api/queries.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateIcon } from '../states/state-icon.js';
import { acceptDrift, readDrift, revertDrift, SETTINGS_READS } from './settings-queries.js';

const route = getRouteApi('/call-home');

/** Reads an appliance again, and offers the two ways out where it does not show what was asked for. */
export function DriftActions({ applianceId, drifted }: { applianceId: string; drifted: readonly SettingKey[] }) {
  const { me } = useSession();
  const navigate = route.useNavigate();
  const [isAccepting, setAccepting] = useState(false);
  const mayAct = me.permissions.includes('operate') || me.permissions.includes('own');
  const revert = useMutation({
    mutationFn: () => revertDrift(applianceId, drifted),
    onSuccess: (plan) => void navigate({ search: (old) => ({ ...old, tab: 'plan', plan: plan.id }) }),
  });
  return (
    <>
      {drifted.length > 0 && (
        <div className="alert s-warn drift-note">
          <StateIcon name="drifted" />
          <span>
            <b>
              {drifted.length} {drifted.length === 1 ? 'key' : 'keys'} drifted:
            </b>{' '}
            {drifted.join(', ')}. Somebody changed the appliance since it was last written.
          </span>
          {mayAct && (
            <span className="row wrap">
              <button type="button" className="btn sm" onClick={() => setAccepting(true)}>
                Accept device value
              </button>
              <button type="button" className="btn sm" disabled={revert.isPending} onClick={() => revert.mutate()}>
                Plan to revert
              </button>
            </span>
          )}
        </div>
      )}
      {revert.error !== null && <ProblemNote problem={toProblem(revert.error)} />}
      {mayAct && <ReadAgain applianceId={applianceId} />}
      {isAccepting && <AcceptDialog applianceId={applianceId} drifted={drifted} onClose={() => setAccepting(false)} />}
    </>
  );
}

function ReadAgain({ applianceId }: { applianceId: string }) {
  const client = useQueryClient();
  const { mutate, isPending, error, data } = useMutation({ mutationFn: () => readDrift(applianceId) });
  const operation = useQuery({ ...operationQuery(data?.id ?? ''), enabled: data !== undefined });
  const state = operation.data?.state ?? data?.state;
  useEffect(() => {
    if (state === 'done') void client.invalidateQueries({ queryKey: ['effective', applianceId] });
  }, [state, client, applianceId]);
  return (
    <div className="row wrap read-again">
      <button type="button" className="btn sm" disabled={isPending || state === 'running'} onClick={() => mutate()}>
        Read the appliance again
      </button>
      <span className="t3 sm" role="status">
        {state === 'running' && 'reading'}
        {state === 'done' && 'read'}
        {state === 'failed' && `could not be read: ${operation.data?.problem ?? 'unknown cause'}`}
      </span>
      {error !== null && <ProblemNote problem={toProblem(error)} />}
    </div>
  );
}

interface AcceptDialogProps {
  applianceId: string;
  drifted: readonly SettingKey[];
  onClose: () => void;
}

function AcceptDialog({ applianceId, drifted, onClose }: AcceptDialogProps) {
  const client = useQueryClient();
  const [keys, setKeys] = useState<readonly SettingKey[]>(drifted);
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => acceptDrift(applianceId, { keys, reason: reason.trim() === '' ? null : reason.trim() }),
    onSuccess: onClose,
    onSettled: () => Promise.all(SETTINGS_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title="Accept what the appliance shows?"
      size={440}
      closeButtonProps={{ 'aria-label': 'Close without accepting' }}
    >
      <div className="form">
        <p className="t2">It becomes an override of this appliance, and broader layers no longer reach these keys.</p>
        <div className="policies" role="group" aria-label="Keys to accept">
          {drifted.map((key) => (
            <Checkbox
              key={key}
              size="xs"
              label={key}
              checked={keys.includes(key)}
              onChange={({ currentTarget: { checked } }) =>
                setKeys((old) => (checked ? [...old, key] : old.filter((each) => each !== key)))
              }
            />
          ))}
        </div>
        <TextInput
          label="Reason (optional)"
          maxLength={400}
          value={reason}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-end">
          <button type="button" className="btn lg" onClick={onClose}>
            Back
          </button>
          <Button loading={isPending} disabled={keys.length === 0} onClick={() => mutate()}>
            Accept {keys.length}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
