import { useState } from 'react';
import type { Condition } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { acknowledgeCondition } from './health-queries.js';
import { SilenceDialog } from './silence-dialog.js';
import { WordsDialog } from './words-dialog.js';

/** Acknowledge and silence, for those who may. An active condition alone can be acknowledged. */
export function ConditionActions({ condition }: { condition: Condition }) {
  const { canOperate } = useSession();
  const [asking, setAsking] = useState<'acknowledge' | 'silence' | null>(null);
  const { id, code, component, applianceName, state, acknowledgement } = condition;
  if (!canOperate || state === 'not-applicable') return null;
  const close = () => setAsking(null);
  const what = `${CONDITION_TITLES[code]} ${component} of ${applianceName}`;
  return (
    <div className="row wrap">
      {state === 'active' && (
        <button type="button" className="btn sm" onClick={() => setAsking('acknowledge')}>
          {acknowledgement === null ? 'Acknowledge' : 'Acknowledge anew'}
          <span className="sr"> {what}</span>
        </button>
      )}
      <button type="button" className="btn sm" onClick={() => setAsking('silence')}>
        Silence<span className="sr"> {what}</span>
      </button>
      {asking === 'acknowledge' && (
        <WordsDialog
          title="Acknowledge"
          explains={`${what}: it stays active and is shown as seen, until it clears. Everybody can read your note.`}
          asks="Note"
          hint="What you know of it, or what is being done."
          button="Acknowledge"
          send={(note) => acknowledgeCondition(id, note)}
          onClose={close}
        />
      )}
      {asking === 'silence' && <SilenceDialog condition={condition} what={what} onClose={close} />}
    </div>
  );
}
