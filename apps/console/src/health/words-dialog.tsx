import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { toProblem } from '../api/api-problem.js';
import { ProblemNote } from '../shell/problem-note.js';
import { HEALTH_READS } from './health-queries.js';

interface WordsDialogProps {
  title: string;
  explains: ReactNode;
  /** What is asked for; null: only to confirm. */
  asks: string | null;
  hint?: string;
  /** A short answer on one line, such as a number. */
  isShort?: boolean;
  button: string;
  first?: string;
  send: (words: string) => Promise<unknown>;
  onClose: () => void;
}

const LONGEST = 500;
const LONGEST_SHORT = 100;

/** Asks before an action. Nothing is sent until its button; closing it sends nothing. */
export function WordsDialog(props: WordsDialogProps) {
  const { title, explains, asks, hint, isShort = false, button, first = '', send, onClose } = props;
  const client = useQueryClient();
  const [words, setWords] = useState(first);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => send(words.trim()),
    onSuccess: onClose,
    onSettled: () => Promise.all(HEALTH_READS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const lacksWords = asks !== null && words.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!lacksWords) mutate();
  };
  const field = {
    label: asks,
    description: hint,
    required: true,
    maxLength: isShort ? LONGEST_SHORT : LONGEST,
    value: words,
    'data-autofocus': true,
  };
  return (
    <Modal opened onClose={onClose} title={title} size={480} closeButtonProps={{ 'aria-label': 'Close, do nothing' }}>
      <form className="form" onSubmit={submit} noValidate>
        <p className="t2">{explains}</p>
        {asks !== null && isShort && (
          <TextInput {...field} onChange={({ currentTarget: { value } }) => setWords(value)} />
        )}
        {asks !== null && !isShort && (
          <Textarea {...field} autosize minRows={2} onChange={({ currentTarget: { value } }) => setWords(value)} />
        )}
        {error !== null && <ProblemNote problem={toProblem(error)} />}
        <div className="form-end">
          <button type="button" className="btn lg" onClick={onClose}>
            Back
          </button>
          <Button type="submit" loading={isPending} disabled={lacksWords}>
            {button}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
