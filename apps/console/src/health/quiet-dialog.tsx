import { Button, Modal, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { toProblem } from '../api/api-problem.js';
import { scopeOfAppliance } from '../call-home/scope.js';
import { foundAppliancesQuery, groupsQuery, sitesQuery } from '../call-home/settings-queries.js';
import { ProblemNote } from '../shell/problem-note.js';
import { createQuietPeriod, HEALTH_READS, type NewQuietPeriod } from './health-queries.js';
import { HOUR_MS, TimeField, useTimeField } from './time-field.js';

const DEFAULT_MS = 4 * HOUR_MS;
const KINDS = [
  { value: 'maintenance', label: 'Maintenance: it is being worked on' },
  { value: 'silence', label: 'Silence: nobody wants to hear of it' },
] as const;

/** Makes a quiet period of a scope. Nothing is chosen at first, so that the whole fleet is never meant by accident. */
export function QuietDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<NewQuietPeriod['kind']>('maintenance');
  const [scope, setScope] = useState('');
  const [reason, setReason] = useState('');
  const from = useTimeField(null);
  const until = useTimeField(DEFAULT_MS);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: NewQuietPeriod) => createQuietPeriod(body),
    onSuccess: onClose,
    onSettled: () => Promise.all(HEALTH_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const isOrdered = from.instant === null || until.instant === null || from.instant < until.instant;
  const isReady = scope !== '' && reason.trim() !== '' && until.instant !== null && !until.isPast && isOrdered;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady || until.instant === null) return;
    const begins = from.instant === null ? {} : { from: from.instant };
    mutate({ kind, scope, ...begins, until: until.instant, reason: reason.trim() });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="New quiet period"
      size={480}
      closeButtonProps={{ 'aria-label': 'Close, do nothing' }}
    >
      <form className="form" onSubmit={submit} noValidate>
        <p className="t2">
          Nothing is sent of the scope meanwhile. What was found and is still wrong at the end is sent then.
        </p>
        <Radio.Group
          label="Kind"
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one.value === value)?.value ?? 'maintenance')}
        >
          <div className="policies">
            {KINDS.map(({ value, label }) => (
              <Radio key={value} size="xs" value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
        <ScopeFields scope={scope} onScope={setScope} />
        <TimeField label="From" field={from} emptyMeans="Left empty: now." />
        <TimeField label="Until" field={until} />
        {!isOrdered && (
          <p className="t2 sm" role="alert">
            It would end before it begins.
          </p>
        )}
        <Textarea
          label="Reason"
          required
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-end">
          <button type="button" className="btn lg" onClick={onClose}>
            Back
          </button>
          <Button type="submit" loading={isPending} disabled={!isReady}>
            Keep quiet
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The scope: sites and groups are all listed, appliances are found by their name. */
function ScopeFields({ scope, onScope }: { scope: string; onScope: (scope: string) => void }) {
  const [find, setFind] = useState('');
  const sites = useQuery(sitesQuery).data?.items ?? [];
  const groups = useQuery(groupsQuery).data?.items ?? [];
  const found = useQuery({ ...foundAppliancesQuery(find), enabled: find !== '' }).data?.items ?? [];
  const appliances = (find === '' ? [] : found).map((one) => ({ value: scopeOfAppliance(one), label: one.name }));
  const isListed = [scope === '' || scope === 'fleet', /^(?:site|group):/.test(scope)].some(Boolean);
  const kept =
    isListed || appliances.some(({ value }) => value === scope) ? [] : [{ value: scope, label: 'chosen before' }];
  return (
    <>
      <TextInput
        type="search"
        label="Find an appliance (optional)"
        description="Its name, address or serial; those found join the list below."
        value={find}
        onChange={({ currentTarget: { value } }) => setFind(value)}
      />
      <NativeSelect
        label="Scope"
        required
        value={scope}
        onChange={({ currentTarget: { value } }) => onScope(value)}
        data={[
          { value: '', label: 'Choose a scope' },
          ...kept,
          ...(appliances.length > 0 ? [{ group: 'Appliances found', items: appliances }] : []),
          { group: 'Sites', items: sites.map(({ name }) => ({ value: `site:${name}`, label: name })) },
          { group: 'Groups', items: groups.map(({ name }) => ({ value: `group:${name}`, label: name })) },
          { value: 'fleet', label: 'The whole fleet' },
        ]}
      />
    </>
  );
}
