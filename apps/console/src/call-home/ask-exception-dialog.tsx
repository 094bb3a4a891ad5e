import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { SettingKey } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ProblemNote } from '../shell/problem-note.js';
import { fieldsOf, valueOf, type KeyDraft } from './layer-draft.js';
import { SETTING_FACTS } from './setting-facts.js';
import { createException } from './settings-queries.js';
import { ValueField } from './value-field.js';

const route = getRouteApi('/call-home');

/** Asks for a locked key to be set on one host or instance all the same. Another person decides. */
export function AskExceptionDialog({ scope, name, onClose }: { scope: string; name: SettingKey; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const [draft, setDraft] = useState<KeyDraft>(() => ({
    choice: 'set',
    ...fieldsOf(name, undefined),
    isLocked: false,
    lockReason: '',
  }));
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => createException({ scope, key: name, value: valueOf(name, draft), reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['exceptions'] });
      onClose();
      void navigate({ search: (old) => ({ ...old, tab: 'exceptions' }) });
    },
  });
  const { title, range } = SETTING_FACTS[name];
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Ask for an exception: ${title}`}
      size={480}
      closeButtonProps={{ 'aria-label': 'Close without asking' }}
    >
      <div className="form">
        <p className="t2">
          The lock stays for everybody else. If it is granted, this one layer sets the value; it is still planned and
          rolled out like any other change.
        </p>
        <div>
          <p className="field-label">Value</p>
          <p className="t3 sm">{range}</p>
          <ValueField name={name} draft={draft} put={(change) => setDraft((old) => ({ ...old, ...change }))} />
        </div>
        <Textarea
          label="Reason"
          description="What the person who decides has to know."
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
            Cancel
          </button>
          <Button loading={isPending} disabled={reason.trim() === ''} onClick={() => mutate()}>
            Ask
          </Button>
        </div>
      </div>
    </Modal>
  );
}
