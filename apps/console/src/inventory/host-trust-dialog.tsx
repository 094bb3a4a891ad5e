import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { HostCa } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { createHostCa, removeHostCa } from '../api/changes.js';
import { hostCasQuery } from '../api/queries.js';
import { ProblemNote } from '../shell/problem-note.js';
import { KnownHostsImport } from './known-hosts-import.js';

/** Opens the dialog about host keys. */
export function HostTrustButton() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn" onClick={() => setIsOpen(true)}>
        Host keys
      </button>
      <HostTrustDialog opened={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}

/** What many host keys are trusted by at once: a known_hosts file, and authorities that sign host keys. */
function HostTrustDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Host keys" size={720} closeButtonProps={{ 'aria-label': 'Close' }}>
      <KnownHostsImport />
      <HostCas />
    </Modal>
  );
}

function HostCas() {
  const { canApprove } = useSession();
  const { data } = useQuery(hostCasQuery);
  const all = data?.items ?? [];
  return (
    <section aria-labelledby="host-cas">
      <h3 className="h3" id="host-cas">
        Authorities
      </h3>
      <p className="t2 sm">
        A host key with a certificate of one of these is trusted without asking, also in place of another one. Pinned
        and revoked keys stay as they are.
      </p>
      {all.length === 0 ? (
        <p className="t3 sm">None yet.</p>
      ) : (
        <ul className="parts">
          {all.map((one) => (
            <HostCaRow key={one.id} hostCa={one} />
          ))}
        </ul>
      )}
      {canApprove && <NewHostCaForm />}
    </section>
  );
}

function HostCaRow({ hostCa }: { hostCa: HostCa }) {
  const { canApprove } = useSession();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => removeHostCa(hostCa.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['host-cas'] }),
  });
  return (
    <li>
      <b>{hostCa.name}</b>
      <span className="t2">{hostCa.site === null ? 'all sites' : `site ${hostCa.site}`}</span>
      {canApprove && (
        <button
          type="button"
          className="btn sm"
          aria-label={`Remove ${hostCa.name}`}
          disabled={isPending}
          onClick={() => mutate()}
        >
          Remove
        </button>
      )}
      <div className="sm t3">
        <p className="mono wrap-any">
          {hostCa.alg} {hostCa.fingerprint}
        </p>
        {hostCa.hosts.length > 0 && <p className="mono wrap-any">for {hostCa.hosts.join(', ')}</p>}
        {error !== null && <ProblemNote problem={toProblem(error)} />}
      </div>
    </li>
  );
}

const EMPTY = { name: '', publicKey: '', hosts: '', site: '' };

function NewHostCaForm() {
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      createHostCa({
        name: form.name,
        publicKey: form.publicKey,
        hosts: form.hosts.split(/[\s,]+/).filter((host) => host !== ''),
        site: form.site.trim() === '' ? null : form.site.trim(),
      }),
    onSuccess: async () => {
      setForm(EMPTY);
      await client.invalidateQueries({ queryKey: ['host-cas'] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate();
  };
  const problem = error === null ? null : toProblem(error);
  const field = (name: keyof typeof EMPTY) => ({
    value: form[name],
    error: problem?.errors?.find(({ pointer }) => pointer === `/${name}`)?.detail,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setForm((old) => ({ ...old, [name]: value })),
  });
  return (
    <form className="form" onSubmit={submit}>
      {problem !== null && <ProblemNote problem={problem} />}
      <div className="form-row">
        <TextInput label="Name" required maxLength={100} {...field('name')} />
        <TextInput label="Site (optional)" maxLength={100} {...field('site')} />
      </div>
      <Textarea
        label="Public key"
        description="One line of a .pub file."
        required
        autosize
        classNames={{ input: 'mono' }}
        {...field('publicKey')}
      />
      <TextInput
        label="Hosts (optional)"
        description="Patterns as in known_hosts, for example *.example.net; without any it speaks for all."
        classNames={{ input: 'mono' }}
        {...field('hosts')}
      />
      <div className="form-end">
        <Button type="submit" loading={isPending}>
          Add authority
        </Button>
      </div>
    </form>
  );
}
