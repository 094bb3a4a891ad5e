import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { approveHostKey } from '../api/changes.js';
import { hostKeysQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { ConnectionChoices } from './connection-choices.js';
import { ConnectionTestSection } from './connection-test.js';
import { CopyText } from '../shell/copy-text.js';
import { ProblemNote } from '../shell/problem-note.js';
import { credentialMark, hostKeyMark, inWords, reachabilityMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';

/** How the controller reaches this appliance, and whether it trusts what answers. */
export function ConnectionTab({ appliance }: { appliance: Appliance }) {
  const { reachability, credential, hostKey, address, port } = appliance;
  return (
    <>
      {hostKey.offered !== null && hostKey.state !== 'trusted' && (
        <KeyDecision key={hostKey.offered} appliance={appliance} offered={hostKey.offered} />
      )}
      <dl className="kv">
        <dt>Address</dt>
        <dd className="mono">
          {address}:{port}
        </dd>
        <dt>Reach</dt>
        <dd>
          <StateMark mark={reachabilityMark(reachability)} />
          {reachability.cause !== null && <div className="t2">{inWords(reachability.cause)}</div>}
        </dd>
        <dt>Tried</dt>
        <dd>
          <Age at={reachability.at} suffix=" ago" />
        </dd>
        <dt>Login</dt>
        <dd>
          <StateMark mark={credentialMark(credential)} />
        </dd>
        <dt>Host key</dt>
        <dd>
          <StateMark mark={hostKeyMark(hostKey)} />
        </dd>
        {hostKey.fingerprint !== null && (
          <>
            <dt>Trusted</dt>
            <dd>
              <span className="mono wrap-any">{hostKey.fingerprint}</span>{' '}
              <CopyText text={hostKey.fingerprint} label="Copy trusted fingerprint" />
              {hostKey.alg !== null && <div className="t3">{hostKey.alg}</div>}
            </dd>
          </>
        )}
      </dl>
      <ConnectionTestSection appliance={appliance} />
      <ConnectionChoices appliance={appliance} />
      <KeyHistory applianceId={appliance.id} />
    </>
  );
}

/** Spaces and case of a prefix do not matter when a person compares; the rest does. */
const bare = (fingerprint: string) => fingerprint.replaceAll(/\s/g, '').replace(/^sha256:/i, '');

function KeyDecision({ appliance, offered }: { appliance: Appliance; offered: string }) {
  const { canApprove } = useSession();
  const client = useQueryClient();
  const [compared, setCompared] = useState('');
  const isChanged = appliance.hostKey.state === 'changed';
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => approveHostKey(appliance.id, offered),
    onSuccess: () =>
      Promise.all(
        ['appliance', 'appliances', 'host-keys', 'overview'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  const verdict = compared.trim() === '' ? null : bare(compared) === bare(offered);
  return (
    <section className="decision" aria-labelledby="key-decision">
      <h3 className="row" id="key-decision">
        {isChanged ? 'This appliance answers with another key' : 'Trust this host key?'}
        <StateMark mark={hostKeyMark(appliance.hostKey)} pill />
      </h3>
      <p className="t2 sm">
        {isChanged
          ? 'All work on it waits, and no password has been sent to the new key. Find out why the key changed before you trust it.'
          : 'No password has been sent. Compare with what the appliance shows on its own console; approve only if both are the same.'}
      </p>
      <dl className="kv code-box">
        <dt>Offered now</dt>
        <dd className="mono wrap-any">{offered}</dd>
        {appliance.hostKey.fingerprint !== null && (
          <>
            <dt>Trusted before</dt>
            <dd className="mono wrap-any">{appliance.hostKey.fingerprint}</dd>
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
          {error !== null && <ProblemNote problem={toProblem(error)} />}
          <div>
            <button
              type="button"
              className="btn pri"
              disabled={isPending || verdict === false}
              onClick={() => mutate()}
            >
              {isChanged ? 'Trust the new key' : 'Approve key'}
            </button>
          </div>
        </>
      ) : (
        <p className="t3 sm">Only an administrator may approve a host key.</p>
      )}
    </section>
  );
}

function KeyHistory({ applianceId }: { applianceId: string }) {
  const { data } = useQuery(hostKeysQuery(applianceId));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-labelledby="key-history">
      <h3 className="h3" id="key-history">
        Keys seen
      </h3>
      <ul className="parts">
        {data.items.map(({ fingerprint, alg, state, firstSeenAt, decidedBy }) => (
          <li key={fingerprint}>
            <span>{alg}</span>
            <span className="t2">{state}</span>
            <span className="num t3 sm">
              <Age at={firstSeenAt} />
            </span>
            <p className="mono wrap-any t2">
              {fingerprint}
              {decidedBy !== null && <span className="t3"> by {decidedBy}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
