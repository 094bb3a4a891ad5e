import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HostKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { revokeHostKey } from '../api/changes.js';
import { hostKeysQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import { TRUST_QUERIES } from './key-decision.js';
import { ReasonField } from './reason-field.js';

const KEY_MARKS: Record<HostKey['state'], Mark> = {
  pending: { icon: 'key', word: 'waits for approval', tone: 'warn' },
  trusted: { icon: 'ok', word: 'trusted', tone: 'ok' },
  changed: { icon: 'key-changed', word: 'another key', tone: 'bad' },
  replaced: { icon: 'off', word: 'replaced', tone: 'off' },
  revoked: { icon: 'bad', word: 'revoked', tone: 'bad' },
};

/** Every key that an appliance has shown or was said to have, with who decided what about it. */
export function KeyHistory({ applianceId }: { applianceId: string }) {
  const { data } = useQuery(hostKeysQuery(applianceId));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-labelledby="key-history">
      <h3 className="h3" id="key-history">
        Keys seen
      </h3>
      <ul className="parts">
        {data.items.map((hostKey) => (
          <KeyRow key={hostKey.fingerprint} applianceId={applianceId} hostKey={hostKey} />
        ))}
      </ul>
    </section>
  );
}

function KeyRow({ applianceId, hostKey }: { applianceId: string; hostKey: HostKey }) {
  const { canApprove } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const { fingerprint, alg, state, firstSeenAt, decidedBy, endedBy, reason } = hostKey;
  return (
    <li>
      <span>{alg}</span>
      <StateMark mark={KEY_MARKS[state]} />
      <span className="num t3 sm">
        <Age at={firstSeenAt} />
      </span>
      <div className="t2">
        <p className="mono wrap-any">{fingerprint}</p>
        {decidedBy !== null && <p className="t3 sm">trusted by {decidedBy}</p>}
        {endedBy !== null && (
          <p className="t3 sm">
            {state === 'revoked' ? 'revoked' : 'replaced'} by {endedBy}
          </p>
        )}
        {reason !== null && <p className="t3 sm">“{reason}”</p>}
        {canApprove && state !== 'revoked' && !isAsking && (
          <button type="button" className="btn sm" onClick={() => setIsAsking(true)}>
            Revoke key
          </button>
        )}
        {isAsking && <Revocation ids={{ applianceId, fingerprint }} onDone={() => setIsAsking(false)} />}
      </div>
    </li>
  );
}

interface RevocationProps {
  ids: { applianceId: string; fingerprint: string };
  onDone: () => void;
}

function Revocation({ ids, onDone }: RevocationProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => revokeHostKey(ids.applianceId, ids.fingerprint, reason.trim()),
    onSuccess: async () => {
      await Promise.all(TRUST_QUERIES.map((key) => client.invalidateQueries({ queryKey: [key] })));
      onDone();
    },
  });
  return (
    <div className="decision">
      <p className="sm">Nothing is sent to this key any more, until an administrator approves it anew.</p>
      <ReasonField value={reason} onChange={setReason} />
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      <div className="row">
        <button
          type="button"
          className="btn sm pri"
          disabled={isPending || reason.trim() === ''}
          onClick={() => mutate()}
        >
          Revoke
        </button>
        <button type="button" className="btn sm" onClick={onDone}>
          Keep it
        </button>
      </div>
    </div>
  );
}
