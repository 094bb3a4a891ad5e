import { useState } from 'react';
import type { ServiceRequest } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { requestActions, type RequestAction } from '../states/monitoring-marks.js';
import { actOnRequest } from './health-queries.js';
import { WordsDialog } from './words-dialog.js';

interface ActionWords {
  title: string;
  explains: string;
  asks: string;
  hint?: string;
  button: string;
}

const WORDS: Record<RequestAction, ActionWords> = {
  open: {
    title: 'Open the service request',
    explains: 'It goes to support over the channels that carry service requests. That cannot be undone from here.',
    asks: 'Reason',
    button: 'Open request',
  },
  decline: {
    title: 'Decline the service request',
    explains: 'Nothing is sent to support. It can still be opened later.',
    asks: 'Reason',
    button: 'Decline',
  },
  close: {
    title: 'Close the service request',
    explains: 'It is closed here only: a case at support is closed with support.',
    asks: 'Reason',
    button: 'Close request',
  },
  number: {
    title: 'Number of the service request',
    explains: 'The number that support gave to it. It can be corrected while the request is open.',
    asks: 'Number',
    hint: 'As support wrote it.',
    button: 'Keep number',
  },
};
const BUTTONS: Record<RequestAction, string> = {
  open: 'Open',
  decline: 'Decline',
  close: 'Close',
  number: 'Set number',
};

/** What a person may do with a service request now; nothing is shown to those who may not. */
export function RequestActions({ request }: { request: ServiceRequest }) {
  const { canOperate } = useSession();
  const [asking, setAsking] = useState<RequestAction | null>(null);
  const actions = requestActions(request.state);
  if (actions.length === 0) return null;
  if (!canOperate) return <span className="t3 sm">Acting on a service request takes the operator role.</span>;
  return (
    <div className="row wrap">
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          className={`btn sm ${action === 'open' ? 'pri' : ''}`}
          onClick={() => setAsking(action)}
        >
          {BUTTONS[action]}
          <span className="sr"> {request.summary}</span>
        </button>
      ))}
      {asking !== null && (
        <WordsDialog
          {...WORDS[asking]}
          isShort={asking === 'number'}
          first={asking === 'number' ? (request.number ?? '') : ''}
          send={(words) => actOnRequest(request.id, asking, words)}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
