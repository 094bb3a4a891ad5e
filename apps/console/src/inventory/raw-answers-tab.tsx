import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RawAnswer } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { Age } from '../shell/clock.js';
import { CopyText } from '../shell/copy-text.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import { escapeControls } from './escape-controls.js';
import { rawAnswerQuery, rawAnswersQuery } from './history-queries.js';

const MARKS: Readonly<Record<RawAnswer['reason'], Mark>> = {
  'unknown-lines': { icon: 'warn', word: 'read in part', tone: 'warn' },
  unreadable: { icon: 'unknown', word: 'not readable', tone: 'warn' },
  refused: { icon: 'bad', word: 'refused', tone: 'warn' },
};

/** Answers of an appliance that were not understood: what was asked, why it failed, and the text as it came. */
export function RawAnswersTab({ applianceId }: { applianceId: string }) {
  const { data, error, refetch } = useQuery(rawAnswersQuery(applianceId));
  const [open, setOpen] = useState<string | null>(null);
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={4} label="Reading the answers" />;
  if (data.items.length === 0) return <Empty>Every answer of the last reading was understood.</Empty>;
  return (
    <ul className="parts">
      {data.items.map(({ command, reason, words, at }) => (
        <li key={command}>
          <button
            type="button"
            className="btn sm mono trunc"
            aria-expanded={open === command}
            onClick={() => setOpen(open === command ? null : command)}
          >
            {command}
          </button>
          <StateMark mark={MARKS[reason]} />
          <span className="num t3 sm">
            <Age at={at} />
          </span>
          <p className="t2 sm wrap-any">{escapeControls(words)}</p>
          {open === command && <AnswerText applianceId={applianceId} command={command} />}
        </li>
      ))}
    </ul>
  );
}

/** The text in one width, with what cannot be seen written out. */
function AnswerText({ applianceId, command }: { applianceId: string; command: string }) {
  const { data, error, refetch } = useQuery(rawAnswerQuery(applianceId, command));
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={4} label="Reading the text" />;
  const shown = escapeControls(data.output);
  return (
    <div className="raw-answer">
      <div className="code-box">
        <pre tabIndex={0} aria-label={`Answer to ${command}`}>
          {shown === '' ? '(nothing was printed)' : shown}
        </pre>
      </div>
      <p className="t3 sm">
        {data.outputBytes.toLocaleString('en')} bytes kept{data.isCut && ', the rest was left out'}.{' '}
        <CopyText text={shown} label="Copy the text" />
      </p>
    </div>
  );
}
