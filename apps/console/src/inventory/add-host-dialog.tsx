import { Button, Modal, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import type { Appliance, NewAppliance } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { createAppliance, createCredential } from '../api/changes.js';
import { ProblemNote } from '../shell/problem-note.js';
import {
  applianceOf,
  credentialOf,
  EMPTY_FORM,
  errorsOfForm,
  errorsOfProblem,
  type AddHostForm,
  type FieldErrors,
} from './add-host-form.js';
import { LoginFields } from './login-fields.js';

const POLICIES: readonly { value: NewAppliance['hostKeyPolicy']; label: string; description: string }[] = [
  {
    value: 'approve',
    label: 'Ask an administrator',
    description:
      'The first contact only reads the key. Nothing else happens, and no password is sent, until it is approved.',
  },
  {
    value: 'pinned',
    label: 'I know the fingerprint',
    description:
      'Only a host that answers with exactly this key is talked to. The safest where the fingerprint is at hand.',
  },
  {
    value: 'trust-first',
    label: 'Trust the first key',
    description:
      'Whatever key answers first is trusted from then on. For closed networks: it cannot notice an impostor on day one.',
  },
];

interface AddHostDialogProps {
  opened: boolean;
  onClose: () => void;
  onAdded: (appliance: Appliance) => void;
}

/** Adds an SDX host, or an MPX or VPX of its own. Nothing is sent before the button; closing it adds nothing. */
export function AddHostDialog({ opened, onClose, onAdded }: AddHostDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Add host"
      size={560}
      closeButtonProps={{ 'aria-label': 'Close without adding' }}
    >
      <HostForm onClose={onClose} onAdded={onAdded} />
    </Modal>
  );
}

function HostForm({ onClose, onAdded }: Omit<AddHostDialogProps, 'opened'>) {
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY_FORM);
  const [localErrors, setLocalErrors] = useState<FieldErrors>({});
  const madeLogin = useRef<string | null>(null);
  const formBox = useRef<HTMLFormElement>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const login = credentialOf(form);
      // A login made by a first try is kept for the second: a refused address must not leave two of the same name.
      if (login !== null) madeLogin.current ??= (await createCredential(login)).id;
      return createAppliance(applianceOf(form, login === null ? form.credentialId : (madeLogin.current ?? '')));
    },
    onSuccess: async (appliance) => {
      await Promise.all(
        ['appliances', 'overview', 'credentials'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
      onAdded(appliance);
    },
  });
  const put = (change: Partial<AddHostForm>) => {
    if (
      Object.keys(change).some((key) =>
        ['credentialId', 'loginName', 'username', 'secretKind', 'password', 'privateKey', 'passphrase'].includes(key),
      )
    ) {
      madeLogin.current = null;
    }
    setForm((old) => ({ ...old, ...change }));
    setLocalErrors((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !(field in change))));
  };
  const problem = error === null ? null : toProblem(error);
  const errors: FieldErrors = { ...(problem === null ? {} : errorsOfProblem(problem.errors)), ...localErrors };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = errorsOfForm(form);
    setLocalErrors(found);
    if (Object.keys(found).length === 0) mutate();
    else queueMicrotask(() => formBox.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const field = (name: keyof AddHostForm) => ({ name, error: errors[name] });
  return (
    <form ref={formBox} className="form" onSubmit={submit} noValidate>
      {problem !== null && <ProblemNote problem={problem} />}
      <NativeSelect
        {...field('kind')}
        label="Kind"
        data={[
          { value: 'sdx-host', label: 'SDX host (its Management Service)' },
          { value: 'mpx', label: 'MPX' },
          { value: 'vpx', label: 'VPX outside an SDX' },
        ]}
        value={form.kind}
        onChange={({ currentTarget: { value } }) =>
          put({ kind: value === 'mpx' || value === 'vpx' ? value : 'sdx-host' })
        }
      />
      <div className="form-row">
        <TextInput
          {...field('name')}
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          value={form.name}
          onChange={({ currentTarget: { value } }) => put({ name: value })}
        />
        <TextInput
          {...field('site')}
          label="Site (optional)"
          autoComplete="off"
          value={form.site}
          onChange={({ currentTarget: { value } }) => put({ site: value })}
        />
      </div>
      <div className="form-row wide-first">
        <TextInput
          {...field('address')}
          label="Address"
          required
          autoComplete="off"
          classNames={{ input: 'mono' }}
          value={form.address}
          onChange={({ currentTarget: { value } }) => put({ address: value })}
        />
        <TextInput
          {...field('port')}
          label="SSH port"
          inputMode="numeric"
          value={form.port}
          onChange={({ currentTarget: { value } }) => put({ port: value })}
        />
        {form.kind === 'sdx-host' && (
          <TextInput
            {...field('instancePort')}
            label="Instance SSH port"
            inputMode="numeric"
            value={form.instancePort}
            onChange={({ currentTarget: { value } }) => put({ instancePort: value })}
          />
        )}
      </div>
      <LoginFields form={form} errors={errors} put={put} />
      <Radio.Group
        label="Host key"
        value={form.hostKeyPolicy}
        onChange={(value) =>
          put({ hostKeyPolicy: POLICIES.find((policy) => policy.value === value)?.value ?? 'approve' })
        }
      >
        <div className="policies">
          {POLICIES.map((policy) => (
            <Radio key={policy.value} size="xs" {...policy} />
          ))}
        </div>
      </Radio.Group>
      {form.hostKeyPolicy === 'pinned' && (
        <TextInput
          {...field('hostKey')}
          label="Fingerprint"
          required
          placeholder="SHA256:…"
          classNames={{ input: 'mono' }}
          value={form.hostKey}
          onChange={({ currentTarget: { value } }) => put({ hostKey: value })}
        />
      )}
      <div className="form-end">
        <button type="button" className="btn lg" onClick={onClose}>
          Cancel
        </button>
        <Button type="submit" loading={isPending}>
          {form.kind === 'sdx-host' ? 'Add host' : 'Add appliance'}
        </Button>
      </div>
    </form>
  );
}
