import type { Appliance } from '../../../../libs/contract/src/index.js';
import { Age } from '../shell/clock.js';
import { ConnectionChoices } from './connection-choices.js';
import { ConnectionTestSection } from './connection-test.js';
import { CopyText } from '../shell/copy-text.js';
import { credentialMark, hostKeyMark, identityMark, reachabilityMark } from '../states/appliance-marks.js';
import { reasonWords } from '../states/reason-words.js';
import { StateMark } from '../states/state-mark.js';
import { IdentityDecision } from './identity-decision.js';
import { KeyDecision } from './key-decision.js';
import { KeyHistory } from './key-history.js';

const KEY_WORDS: Record<Appliance['hostKey']['state'], string> = {
  unseen: 'Key',
  pending: 'Offered',
  trusted: 'Trusted',
  changed: 'Trusted',
  revoked: 'Revoked',
};

/** How the controller reaches this appliance, and whether it trusts what answers. */
export function ConnectionTab({ appliance }: { appliance: Appliance }) {
  const { reachability, credential, hostKey, identity, address, port } = appliance;
  return (
    <>
      {hostKey.offered !== null && hostKey.state !== 'trusted' && (
        <KeyDecision key={hostKey.offered} appliance={appliance} offered={hostKey.offered} />
      )}
      {identity.offered !== null && (
        <IdentityDecision
          key={`${identity.offered.serial} ${identity.offered.hostId}`}
          appliance={appliance}
          offered={identity.offered}
        />
      )}
      <dl className="kv">
        <dt>Address</dt>
        <dd className="mono">
          {address}:{port}
        </dd>
        <dt>Reach</dt>
        <dd>
          <StateMark mark={reachabilityMark(reachability)} />
          {reachability.cause !== null && <div className="t2">{reasonWords(reachability.cause)}</div>}
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
            <dt>{KEY_WORDS[hostKey.state]}</dt>
            <dd>
              <span className="mono wrap-any">{hostKey.fingerprint}</span>{' '}
              <CopyText text={hostKey.fingerprint} label="Copy fingerprint" />
              {hostKey.alg !== null && <div className="t3">{hostKey.alg}</div>}
            </dd>
          </>
        )}
        <dt>Machine</dt>
        <dd>
          <StateMark mark={identityMark(identity)} />
          {identity.state !== 'unknown' && (
            <div className="t3">
              serial {identity.serial ?? 'not printed'}, host id {identity.hostId ?? 'not printed'}
            </div>
          )}
        </dd>
      </dl>
      <ConnectionTestSection appliance={appliance} />
      <ConnectionChoices appliance={appliance} />
      <KeyHistory applianceId={appliance.id} />
    </>
  );
}
