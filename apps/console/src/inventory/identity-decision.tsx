import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { acceptIdentity } from '../api/changes.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark } from '../states/state-mark.js';
import { TRUST_QUERIES } from './key-decision.js';
import { ReasonField } from './reason-field.js';

type Offered = NonNullable<Appliance['identity']['offered']>;

/** Shows the marks of the machine that answers beside those of the known one, and lets an administrator accept it. */
export function IdentityDecision({ appliance, offered }: { appliance: Appliance; offered: Offered }) {
  const { canApprove } = useSession();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const { serial, hostId } = appliance.identity;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => acceptIdentity(appliance.id, { reason: reason.trim(), offered }),
    onSuccess: () => Promise.all(TRUST_QUERIES.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const shown = (mark: string | null) => mark ?? 'not printed';
  return (
    <section className="decision" aria-labelledby="identity-decision">
      <h3 className="row" id="identity-decision">
        Another machine answers at this address
        <StateMark mark={{ icon: 'bad', word: 'identity changed', tone: 'bad' }} pill />
      </h3>
      <p className="t2 sm">
        Its marks are not those of the appliance known here. Nothing that it says is recorded, and all work waits. If
        the known machine comes back, this ends by itself.
      </p>
      <table className="code-box">
        <thead>
          <tr>
            <td />
            <th scope="col">Known</th>
            <th scope="col">Answers now</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Serial</th>
            <td className="mono wrap-any">{shown(serial)}</td>
            <td className="mono wrap-any">{shown(offered.serial)}</td>
          </tr>
          <tr>
            <th scope="row">Host id</th>
            <td className="mono wrap-any">{shown(hostId)}</td>
            <td className="mono wrap-any">{shown(offered.hostId)}</td>
          </tr>
        </tbody>
      </table>
      {canApprove ? (
        <>
          <ReasonField value={reason} onChange={setReason} />
          {error !== null && <ProblemNote problem={toProblem(error)} />}
          <div>
            <button
              type="button"
              className="btn pri"
              disabled={isPending || reason.trim() === ''}
              onClick={() => mutate()}
            >
              Accept this machine
            </button>
          </div>
        </>
      ) : (
        <p className="t3 sm">Only an administrator may accept another machine.</p>
      )}
    </section>
  );
}
