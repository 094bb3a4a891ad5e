import type { ReactNode } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { Age } from '../shell/clock.js';
import { CONFLICT_WORDS, deploymentWords, partnerWords } from './deployment-words.js';

type Details = Appliance['details'];
type Chips = NonNullable<Details['chips']>['value'];

const UNIT_WORDS: Readonly<Record<Chips['unit'], string>> = { 'ssl-core': 'SSL chips', acu: 'crypto units' };
const SOURCE_WORDS: Readonly<Record<NonNullable<Details['licence']>['value']['source'], string>> = {
  local: 'local',
  pooled: 'pooled',
  central: 'central',
  express: 'Express',
  unknown: 'source unknown',
};
const notRead = <span className="t3">not read</span>;

/** One fact with the time it was read; "not read" where it never was. */
function Known<Value>({
  name,
  fact,
  children,
}: {
  name: string;
  fact: { value: Value; at: string } | null;
  children: (value: Value) => ReactNode;
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {fact === null ? (
          notRead
        ) : (
          <>
            {children(fact.value)}{' '}
            <span className="t3 sm">
              <Age at={fact.at} />
            </span>
          </>
        )}
      </dd>
    </>
  );
}

/** Everything else that an appliance last said of itself, each fact with its age. */
export function KnownFacts({ appliance }: { appliance: Appliance }) {
  const { kind, details, release, identity, deploymentConflict } = appliance;
  const isHost = kind === 'sdx-host';
  return (
    <section aria-label="What it said of itself">
      <h3 className="h3">Facts</h3>
      {deploymentConflict !== null && (
        <p className="sm" role="note">
          {CONFLICT_WORDS[deploymentConflict]}
        </p>
      )}
      <dl className="kv two">
        {!isHost && (
          <>
            <dt>Deployed</dt>
            <dd>
              {deploymentWords(appliance)}
              {appliance.cluster?.isCoordinator === true && ', coordinator'}
            </dd>
            <Partner appliance={appliance} />
            <Known name="Licence" fact={details.licence}>
              {({ edition, source, daysToExpiration }) => (
                <>
                  {edition ?? 'edition unknown'}, {SOURCE_WORDS[source]}
                  {daysToExpiration !== null && daysToExpiration > 0 && `, ${daysToExpiration} d left`}
                </>
              )}
            </Known>
            <Known name="Saved" fact={details.unsavedChanges}>
              {(isUnsaved) => (isUnsaved ? 'unsaved changes' : 'saved')}
            </Known>
            <Known name="Memory" fact={details.memoryUsedPercent}>
              {(percent) => `${Math.round(percent)} % in use`}
            </Known>
          </>
        )}
        {isHost && (
          <Known name="Hypervisor" fact={details.hypervisor}>
            {({ version, address }) => [version ?? 'version unknown', address].filter(Boolean).join(' at ')}
          </Known>
        )}
        <Known name="SSL" fact={details.chips}>
          {chipWords}
        </Known>
        <dt>Release</dt>
        <dd>{release ?? notRead}</dd>
        <dt>Host id</dt>
        <dd className="mono">{identity.hostId ?? notRead}</dd>
        <Known name="Platform" fact={details.platform}>
          {(platform) => <span className="mono wrap-any">{platform}</span>}
        </Known>
        <Known name="Time zone" fact={details.timeZone}>
          {(zone) => zone}
        </Known>
        <dt>First read</dt>
        <dd>{appliance.firstSeenAt === null ? notRead : <Age at={appliance.firstSeenAt} suffix=" ago" />}</dd>
      </dl>
    </section>
  );
}

function Partner({ appliance }: { appliance: Appliance }) {
  const { peer, cluster } = appliance;
  if (peer === null && cluster === null) return null;
  return (
    <>
      <dt>{peer === null ? 'With' : 'Peer'}</dt>
      <dd className="wrap-any">
        {partnerWords(appliance) ?? 'not known'}
        {peer !== null && peer.id === null && <span className="t3"> not in the inventory</span>}
      </dd>
      {cluster !== null && (
        <>
          <dt>Cluster address</dt>
          <dd className="mono">{cluster.address ?? notRead}</dd>
        </>
      )}
    </>
  );
}

/** Amounts of SSL hardware with their unit; a count that is not known is left out, never shown as none. */
export function chipWords({ unit, total, free, assigned, up }: Chips): string {
  const parts = [
    total === null ? null : `${total} ${UNIT_WORDS[unit]}`,
    assigned === null ? null : `${assigned} ${total === null ? `${UNIT_WORDS[unit]} ` : ''}assigned`,
    up === null ? null : `${up} up`,
    free === null ? null : `${free} free`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'amount unknown' : parts.join(', ');
}
