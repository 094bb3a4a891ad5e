import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Condition } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ProblemNote } from '../shell/problem-note.js';
import { HEALTH_READS, silenceCondition } from './health-queries.js';
import { useTimeField, TimeField, HOUR_MS } from './time-field.js';

const DEFAULT_MS = 4 * HOUR_MS;

interface SilenceDialogProps {
  condition: Condition;
  what: string;
  onClose: () => void;
}

/** Makes a quiet period of one condition of one component. It is checked on; only nothing is sent. */
export function SilenceDialog({ condition, what, onClose }: SilenceDialogProps) {
  const client = useQueryClient();
  const until = useTimeField(DEFAULT_MS);
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: (instant: string) => silenceCondition(condition.id, { until: instant, reason: reason.trim() }),
    onSuccess: onClose,
    onSettled: () => Promise.all(HEALTH_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const isReady = until.instant !== null && !until.isPast && reason.trim() !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isReady && until.instant !== null) mutate(until.instant);
  };
  return (
    <Modal opened onClose={onClose} title="Silence" size={480} closeButtonProps={{ 'aria-label': 'Close, do nothing' }}>
      <form className="form" onSubmit={submit} noValidate>
        <p className="t2">
          {what}: nothing is sent of it until then. It is checked all the same, and what is still wrong at the end is
          sent then.
        </p>
        <TimeField label="Until" field={until} />
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
            Silence
          </Button>
        </div>
      </form>
    </Modal>
  );
}
