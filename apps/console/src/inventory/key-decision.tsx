import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { approveHostKey } from '../api/changes.js';
import { ProblemNote } from '../shell/problem-note.js';
import { hostKeyMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ReasonField } from './reason-field.js';

/** Everything that shows whom an appliance is believed to be. */
export const TRUST_QUERIES = ['appliance', 'appliances', 'host-keys', 'overview'];

const TITLES: Partial<Record<Appliance['hostKey']['state'], string>> = {
  changed: 'This appliance answers with another key',
  revoked: 'This appliance answers with a revoked key',
};
const ADVICE: Partial<Record<Appliance['hostKey']['state'], string>> = {
  changed:
    'All work on it waits, and no password has been sent to the new key. Find out why the key changed before you trust it.',
  revoked: 'Somebody took this key out of trust. No password is sent to it until an administrator approves it anew.',
};

/** Spaces and case of a prefix do not matter when a person compares; the rest does. */
const bare = (fingerprint: string) => fingerprint.replaceAll(/\s/g, '').replace(/^sha256:/i, '');

/** Shows the key that waits for a person, beside the one trusted before, and lets an administrator trust it. */
export function KeyDecision({ appliance, offered }: { appliance: Appliance; offered: string }) {
  const { canApprove } = useSession();
  const client = useQueryClient();
  const [compared, setCompared] = useState('');
  const [reason, setReason] = useState('');
  const { state, fingerprint } = appliance.hostKey;
  const needsReason = state !== 'pending';
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => approveHostKey(appliance.id, offered, needsReason ? reason.trim() : null),
    onSuccess: () => Promise.all(TRUST_QUERIES.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const verdict = compared.trim() === '' ? null : bare(compared) === bare(offered);
  return (
    <section className="decision" aria-labelledby="key-decision">
      <h3 className="row" id="key-decision">
        {TITLES[state] ?? 'Trust this host key?'}
        <StateMark mark={hostKeyMark(appliance.hostKey)} pill />
      </h3>
      <p className="t2 sm">
        {ADVICE[state] ??
          'No password has been sent. Compare with what the appliance shows on its own console; approve only if both are the same.'}
      </p>
      <dl className="kv code-box">
        <dt>Offered now</dt>
        <dd className="mono wrap-any">{offered}</dd>
        {fingerprint !== null && fingerprint !== offered && (
          <>
            <dt>Trusted before</dt>
            <dd className="mono wrap-any">{fingerprint}</dd>
          </>
        )}
      </dl>
      {canApprove ? (
        <>
          <TextInput
            label="Fingerprint from the appliance"
            description="Paste it here to have it compared; spaces do not matter."
            value={compared}
            onChange={({ currentTarget: { value } }) => setCompared(value)}
            error={verdict === false ? 'Not the same as the key offered.' : undefined}
            classNames={{ input: 'mono' }}
          />
          {verdict === true && <StateMark mark={{ icon: 'ok', word: 'the same', tone: 'ok' }} />}
          {needsReason && <ReasonField value={reason} onChange={setReason} />}
          {error !== null && <ProblemNote problem={toProblem(error)} />}
          <div>
            <button
              type="button"
              className="btn pri"
              disabled={isPending || verdict === false || (needsReason && reason.trim() === '')}
              onClick={() => mutate()}
            >
              {needsReason ? 'Trust the new key' : 'Approve key'}
            </button>
          </div>
        </>
      ) : (
        <p className="t3 sm">Only an administrator may approve a host key.</p>
      )}
    </section>
  );
}
