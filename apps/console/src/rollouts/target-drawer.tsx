import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Rollout, RolloutTarget } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { useClock } from '../shell/clock.js';
import { CopyText } from '../shell/copy-text.js';
import { Drawer } from '../shell/drawer.js';
import { reasonWords } from '../states/reason-words.js';
import { targetMark } from '../states/rollout-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ActionDialog } from './action-dialog.js';
import { noteOf } from './target-columns.js';

interface TargetDrawerProps {
  rollout: Rollout;
  target: RolloutTarget;
  onClose: () => void;
}

/** One appliance of a rollout: what was to be sent, what was sent, and what it answered. */
export function TargetDrawer({ rollout, target, onClose }: TargetDrawerProps) {
  const { me } = useSession();
  const [isAsking, setAsking] = useState(false);
  const { applianceId, applianceName, hostName, wave, state, commands, sent } = target;
  const note = noteOf(target);
  const mayRollBack = me.permissions.includes('operate') && rollout.actions.includes('rollback') && state === 'applied';
  return (
    <Drawer
      subjectId={applianceId}
      label={`Details of ${applianceName} in this rollout`}
      title={
        <>
          <span className="trunc">{applianceName}</span>
          <StateMark mark={targetMark(state)} pill />
        </>
      }
      subtitle={
        <>
          Wave {wave}
          {hostName !== null && hostName !== applianceName && `, on ${hostName}`}.{' '}
          <Link to="/call-home" search={{ scope: `instance:${applianceId}`, tab: 'effective' }}>
            Its settings
          </Link>
        </>
      }
      footer={
        mayRollBack ? (
          <div className="row">
            <button type="button" className="btn" onClick={() => setAsking(true)}>
              Roll back this one
            </button>
            <span className="t3 sm">gives it back what it had before</span>
          </div>
        ) : undefined
      }
      onClose={onClose}
    >
      {note !== '' && <p className="reason">{note}</p>}
      <Steps target={target} />
      <section aria-labelledby="target-sent">
        <h3 className="h3" id="target-sent">
          Commands and answers
        </h3>
        {sent.length === 0 ? <p className="t3 sm">Nothing was sent yet.</p> : <Sent sent={sent} />}
      </section>
      {commands.length > 0 && (
        <section aria-labelledby="target-planned">
          <h3 className="h3" id="target-planned">
            Planned commands
          </h3>
          <div className="code-box">
            <pre tabIndex={0} aria-label="Planned commands">
              {commands.join('\n')}
            </pre>
            <CopyText text={commands.join('\n')} label="Copy the planned commands" />
          </div>
        </section>
      )}
      {isAsking && (
        <ActionDialog
          rollout={rollout}
          action="rollback"
          applianceIds={[applianceId]}
          onClose={() => setAsking(false)}
        />
      )}
    </Drawer>
  );
}

function Steps({ target }: { target: RolloutTarget }) {
  const { exact } = useClock();
  const { step, startedAt, finishedAt, verifiedAt, changedKeys } = target;
  const instants = [
    ['Begun', startedAt],
    ['Verified', verifiedAt],
    ['Ended', finishedAt],
  ] as const;
  return (
    <dl className="kv">
      <dt>Keys</dt>
      <dd className="mono">{changedKeys.length === 0 ? '–' : changedKeys.join(', ')}</dd>
      <dt>Step</dt>
      <dd>{step === null ? <span className="t3">not begun</span> : reasonWords(step)}</dd>
      {instants.map(([word, at]) => (
        <div key={word} className="contents">
          <dt>{word}</dt>
          <dd>{at === null ? <span className="t3">not yet</span> : exact(at)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Sent({ sent }: { sent: RolloutTarget['sent'] }) {
  const { timeOfDay } = useClock();
  const text = sent.map(({ command, answer }) => `> ${command}${answer === null ? '' : `\n${answer}`}`).join('\n');
  return (
    <div className="code-box sent">
      <pre tabIndex={0} aria-label="Commands and answers">
        {sent.map(({ command, ok, answer, at, undoing }, index) => (
          <span key={index} className={ok === false ? 'refused' : undefined}>
            <span className="t3">
              {timeOfDay(at)} {undoing ? '(undoing) ' : ''}&gt;{' '}
            </span>
            {command}
            {'\n'}
            <span className="answer">
              {answer ?? (ok === null ? 'no answer is known' : ok ? 'Done' : 'refused')}
              {'\n'}
            </span>
          </span>
        ))}
      </pre>
      <CopyText text={text} label="Copy commands and answers" />
    </div>
  );
}
