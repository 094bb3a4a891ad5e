import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ProblemNote } from '../shell/problem-note.js';
import { TypedCount } from '../shell/typed-count.js';
import { exceptionsIn } from '../states/rollout-marks.js';
import { actOnRollout, ROLLOUT_READS, type RolloutAction } from './rollout-queries.js';
import { ACTION_WORDS, needsTyping, REASON_MIN_CHARS } from './rollout-words.js';

const LONGEST = 500;
const CHOICES = [
  { value: 'all', label: 'All that got the change', states: undefined },
  { value: 'applied', label: 'Only those that were applied', states: ['applied'] },
  { value: 'failed', label: 'Only those that failed half way', states: ['failed'] },
] as const;
type Choice = (typeof CHOICES)[number]['value'];

/** How many appliances an action is about. */
function countFor(action: RolloutAction, { waves, counts, wave }: Rollout, choice: Choice): number {
  const all = waves.reduce((sum, { targets }) => sum + targets, 0);
  if (action === 'retry-failed') return exceptionsIn(counts);
  if (action === 'rollback') {
    return (choice === 'failed' ? 0 : counts.applied) + (choice === 'applied' ? 0 : counts.failed);
  }
  if (action === 'next-wave') return waves[wave]?.targets ?? 0;
  if (action === 'resume') return all - waves.reduce((sum, { finished }) => sum + finished, 0);
  return all;
}

interface ActionDialogProps {
  rollout: Rollout;
  action: RolloutAction;
  /** Of a rollback: only these appliances. */
  applianceIds?: readonly string[];
  onClose: () => void;
}

/** Asks before an action. Nothing is sent until its button; closing it sends nothing. */
export function ActionDialog({ rollout, action, applianceIds, onClose }: ActionDialogProps) {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [choice, setChoice] = useState<Choice>('all');
  const [typed, setTyped] = useState(false);
  const { title, explains, button, asks, looks } = ACTION_WORDS[action];
  const number = applianceIds?.length ?? countFor(action, rollout, choice);
  const mustType = needsTyping(action, number);
  const states = CHOICES.find(({ value }) => value === choice)?.states;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      actOnRollout(rollout.id, {
        action,
        words,
        ...(action === 'rollback' && {
          targets: { ...(applianceIds !== undefined && { applianceIds }), ...(states !== undefined && { states }) },
        }),
      }),
    onSuccess: onClose,
    onSettled: () => Promise.all(ROLLOUT_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const lacksReason = asks === 'reason' && words.trim().length < REASON_MIN_CHARS;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!lacksReason && (!mustType || typed)) mutate();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={480} closeButtonProps={{ 'aria-label': 'Close, do nothing' }}>
      <form className="form" onSubmit={submit} noValidate>
        <p className="t2">{explains}</p>
        {action === 'submit' && rollout.needsApproval.length > 0 && (
          <p className="t2 sm">Another person has to approve it: {rollout.needsApproval[0]?.detail}</p>
        )}
        {action === 'rollback' && applianceIds === undefined && (
          <Radio.Group
            label="Which targets"
            value={choice}
            onChange={(value) => setChoice(CHOICES.find((one) => one.value === value)?.value ?? 'all')}
          >
            <div className="policies">
              {CHOICES.map(({ value, label }) => (
                <Radio key={value} size="xs" value={value} label={label} />
              ))}
            </div>
          </Radio.Group>
        )}
        {asks !== 'nothing' && (
          <Textarea
            label={asks === 'reason' ? 'Reason' : 'Comment (optional)'}
            description={
              asks === 'reason' ? `At least ${REASON_MIN_CHARS} characters; shown for ever.` : 'Kept in the timeline.'
            }
            required={asks === 'reason'}
            maxLength={LONGEST}
            autosize
            minRows={2}
            data-autofocus
            value={words}
            onChange={({ currentTarget: { value } }) => setWords(value)}
          />
        )}
        {mustType && <TypedCount key={number} count={number} what="appliances" onMatch={setTyped} />}
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-end">
          <button type="button" className="btn lg" onClick={onClose}>
            Back
          </button>
          <Button
            type="submit"
            color={looks === 'danger' ? 'red' : 'accent'}
            variant={looks === 'danger' ? 'outline' : 'filled'}
            loading={isPending}
            disabled={lacksReason || (mustType && !typed)}
          >
            {button}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
