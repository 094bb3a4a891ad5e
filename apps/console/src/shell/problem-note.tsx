import { IconRefresh } from '@tabler/icons-react';
import type { ApiProblem } from '../api/api-problem.js';
import { StateIcon } from '../states/state-icon.js';
import { CopyText } from './copy-text.js';

/** A failure inside the panel that failed: what, why, what to do, and the request id to pass on. */
export function ProblemNote({ problem, onRetry }: { problem: ApiProblem; onRetry?: () => void }) {
  return (
    <div className="alert s-bad" role="alert">
      <StateIcon name="bad" />
      <div>
        <b>{problem.title}.</b> {problem.detail} {problem.help}
        {problem.requestId !== null && (
          <div className="t2">
            Request <code>{problem.requestId}</code> <CopyText text={problem.requestId} label="Copy request id" />
          </div>
        )}
      </div>
      {onRetry !== undefined && (
        <button type="button" className="btn sm" onClick={onRetry}>
          <IconRefresh className="ic" aria-hidden /> Retry
        </button>
      )}
    </div>
  );
}
