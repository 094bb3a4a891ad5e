import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JumpHost } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { createJumpHost, removeJumpHost, trustJumpHostKey } from '../api/changes.js';
import { credentialsQuery, jumpHostsQuery } from '../api/queries.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark, type Mark } from '../states/state-mark.js';

const KEY_MARKS: Record<JumpHost['hostKey']['state'], Mark> = {
  unseen: { icon: 'off', word: 'key not seen', tone: 'off' },
  pending: { icon: 'warn', word: 'key waits for approval', tone: 'warn' },
  trusted: { icon: 'ok', word: 'key trusted', tone: 'ok' },
  changed: { icon: 'bad', word: 'key CHANGED', tone: 'bad' },
  'not-applicable': { icon: 'off', word: 'no host key', tone: 'off' },
};

/** The machines and proxies that appliances are reached through: what there is, and one more. */
export function JumpHostsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { data } = useQuery({ ...jumpHostsQuery, enabled: opened });
  const all = data?.items ?? [];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Jump hosts and proxies"
      size={620}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {all.length === 0 ? (
        <p className="t2 sm">None yet: every appliance is reached directly.</p>
      ) : (
        <ul className="parts">
          {all.map((one) => (
            <Row key={one.id} jumpHost={one} via={all.find(({ id }) => id === one.viaId)?.name ?? null} />
          ))}
        </ul>
      )}
      <NewJumpHost existing={all} />
    </Modal>
  );
}

function useRefreshed() {
  const client = useQueryClient();
  return () =>
    Promise.all(['jump-hosts', 'appliance', 'appliances'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

function Row({ jumpHost, via }: { jumpHost: JumpHost; via: string | null }) {
  const { canApprove, canOperate } = useSession();
  const onSuccess = useRefreshed();
  const trust = useMutation({ mutationFn: (key: string) => trustJumpHostKey(jumpHost.id, key), onSuccess });
  const remove = useMutation({ mutationFn: () => removeJumpHost(jumpHost), onSuccess });
  const { offered, fingerprint } = jumpHost.hostKey;
  const error = trust.error ?? remove.error;
  return (
    <li>
      <span>
        <b>{jumpHost.name}</b> <span className="t3">{jumpHost.kind === 'ssh' ? 'SSH' : 'SOCKS 5'}</span>
      </span>
      <StateMark mark={KEY_MARKS[jumpHost.hostKey.state]} />
      {canOperate && (
        <button
          type="button"
          className="btn sm"
          aria-label={`Remove ${jumpHost.name}`}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Remove
        </button>
      )}
      <div className="sm t2">
        <span className="mono">
          {jumpHost.address}:{jumpHost.port}
        </span>
        {via !== null && <> through {via}</>}
        {jumpHost.algorithms === 'legacy' && <>, legacy algorithms allowed</>}
        {fingerprint !== null && <p className="mono wrap-any t3">{fingerprint}</p>}
        {offered !== null && (
          <div className="row wrap">
            <span className="mono wrap-any">offered: {offered}</span>
            {canApprove ? (
              <button
                type="button"
                className="btn sm pri"
                disabled={trust.isPending}
                onClick={() => trust.mutate(offered)}
              >
                {fingerprint === null ? 'Approve key' : 'Trust the new key'}
              </button>
            ) : (
              <span className="t3">Only an administrator may approve a host key.</span>
            )}
          </div>
        )}
        {error !== null && <ProblemNote problem={toProblem(error)} />}
      </div>
    </li>
  );
}

const EMPTY = {
  kind: 'ssh' as JumpHost['kind'],
  name: '',
  address: '',
  port: '',
  credentialId: '',
  viaId: '',
  hostKey: '',
};

function NewJumpHost({ existing }: { existing: readonly JumpHost[] }) {
  const { canOperate } = useSession();
  const { data: credentials } = useQuery(credentialsQuery);
  const refreshed = useRefreshed();
  const [form, setForm] = useState(EMPTY);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      createJumpHost({
        kind: form.kind,
        name: form.name.trim(),
        address: form.address.trim(),
        ...(form.port.trim() !== '' && { port: Number(form.port) }),
        credentialId: form.credentialId === '' ? null : form.credentialId,
        viaId: form.viaId === '' ? null : form.viaId,
        hostKey: form.hostKey.trim() === '' ? null : form.hostKey.trim(),
      }),
    onSuccess: async () => {
      setForm(EMPTY);
      await refreshed();
    },
  });
  if (!canOperate) return <p className="t3 sm">Adding one takes the operator role.</p>;
  const problem = error === null ? null : toProblem(error);
  const errorOf = (field: string) => problem?.errors.find(({ pointer }) => pointer === `/${field}`)?.detail;
  const input = (field: 'name' | 'address' | 'port' | 'hostKey', label: string) => (
    <TextInput
      label={label}
      autoComplete="off"
      value={form[field]}
      error={errorOf(field)}
      onChange={({ currentTarget: { value } }) => setForm({ ...form, [field]: value })}
    />
  );
  return (
    <form
      className="form"
      aria-label="Add a jump host"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <h3 className="h3">Add one</h3>
      {problem !== null && <ProblemNote problem={problem} />}
      <div className="form-row">
        <NativeSelect
          label="Kind"
          data={[
            { value: 'ssh', label: 'Jump host (SSH)' },
            { value: 'socks5', label: 'SOCKS 5 proxy' },
          ]}
          value={form.kind}
          onChange={({ currentTarget: { value } }) => setForm({ ...form, kind: value === 'socks5' ? 'socks5' : 'ssh' })}
        />
        {input('name', 'Name')}
      </div>
      <div className="form-row wide-first">
        {input('address', 'Address')}
        {input('port', `Port (${form.kind === 'ssh' ? 22 : 1080})`)}
      </div>
      <div className="form-row">
        <NativeSelect
          label="Login"
          data={[
            { value: '', label: form.kind === 'ssh' ? 'Choose a login' : 'None' },
            ...(credentials?.items ?? []).map(({ id, name, username }) => ({
              value: id,
              label: `${name} (${username})`,
            })),
          ]}
          value={form.credentialId}
          error={errorOf('credentialId')}
          onChange={({ currentTarget: { value } }) => setForm({ ...form, credentialId: value })}
        />
        <NativeSelect
          label="Through"
          data={[{ value: '', label: 'Directly' }, ...existing.map(({ id, name }) => ({ value: id, label: name }))]}
          value={form.viaId}
          error={errorOf('viaId')}
          onChange={({ currentTarget: { value } }) => setForm({ ...form, viaId: value })}
        />
      </div>
      {form.kind === 'ssh' && input('hostKey', 'Fingerprint (optional: else the first contact waits for approval)')}
      <div className="form-end">
        <Button type="submit" loading={isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}
